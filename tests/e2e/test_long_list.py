"""An inbox of any length scrolls to its end: few rows at a time, none asked for twice at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Request, expect

from engine.embedding import Engine
from tests.e2e.desk import Desk
from tests.e2e.seat import Device

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
PAGE = 50
MOST_ROWS = 5 * PAGE
"""What may be in the document at once: what is seen, and some way before and after it."""
SCREEN = 250
"""Milliseconds for one more screen of rows to stand there, on a machine that others use too."""
UNDRAWN = "Expected the page to be drawn"
"""Once in fifty such walks a Chromium without a graphics card stops drawing a page for good: its
scripts go on, its other pages are drawn, its compositor waits for tiles that never come."""
MOST_PAGES = 3
"""So many in a row that are not drawn to the end are no chance of Chromium."""

SCROLL_TO_END = """async (undrawn) => {
  const settled = () => new Promise((go, stop) => {
    requestAnimationFrame(() => requestAnimationFrame(go));
    setTimeout(() => stop(new Error(undrawn)), 20000);
  });
  const times = [];
  let rows = 0;
  const until = performance.now() + 240000;
  for (;;) {
    const began = performance.now();
    if (began > until) throw new Error('Expected to come to the end');
    window.scrollBy(0, window.innerHeight);
    await settled();
    times.push(performance.now() - began);
    rows = Math.max(rows, document.querySelectorAll('#inbox-panel .row').length);
    const left = document.documentElement.scrollHeight - window.scrollY - window.innerHeight;
    if (left > 2) continue;
    if (!document.querySelector('.long-list .more')) break;
    await new Promise((go) => setTimeout(go, 20));
  }
  times.sort((one, other) => one - other);
  const at = (share) => times[Math.floor((times.length - 1) * share)];
  return { screens: times.length, rows, median: at(0.5), p95: at(0.95), most: at(1) };
}"""


@pytest.fixture
def items(request: pytest.FixtureRequest, engine: Engine) -> int:
    """How many wait for one person; made before there is a server, which would work beside it."""
    count: int = request.param
    engine.deploy(HERE / "queue.bpmn", HERE / "sign.form", by="admin")
    for number in range(count // PAGE):  # each brings as many as a page of the list has
        engine.start("queue", {"matter": f"第 {number + 1} 批"}, by="salesperson")
    return count


@pytest.mark.parametrize(
    "items",
    [300, pytest.param(10_000, marks=pytest.mark.long)],
    indirect=True,
)
def test_inbox_of_any_length_scrolls_to_its_end(items: int, sit_down: Callable[..., Desk]) -> None:
    for device in Device if items > MOST_ROWS * 2 else (Device.DESK,):
        desk, twice, found = walk_to_end(partial(sit_down, "sales-manager", device))
        print(device.name, found)  # noqa: T201 -- the figures of the long run

        expect(desk.page.locator(".long-page")).to_have_count(items // PAGE)
        expect(desk.page.get_by_text(f"第 {items // PAGE} 批", exact=True).last).to_be_visible()
        assert found["rows"] <= MOST_ROWS
        assert found["median"] <= SCREEN
        assert twice == []


def walk_to_end(sit_down: Callable[[], Desk]) -> tuple[Desk, list[str], dict[str, Any]]:
    """The desk at the end of the list, what it asked for twice, and the figures of the walk."""
    for _ in range(MOST_PAGES):
        desk = sit_down()
        twice = asked_twice(desk)
        desk.move("/inbox?sort=created")
        expect(desk.page.get_by_text("第 1 批", exact=True).first).to_be_visible()
        try:
            return desk, twice, desk.page.evaluate(SCROLL_TO_END, UNDRAWN)
        except Error as error:
            if UNDRAWN not in error.message:
                raise
            desk.leave()
    pytest.fail(f"{UNDRAWN}: {MOST_PAGES} in a row were not", pytrace=False)


def asked_twice(desk: Desk) -> list[str]:
    """Pages of the list that were asked for while the same one was on its way."""
    flying: set[str] = set()
    twice: list[str] = []

    def begins(request: Request) -> None:
        if "/worklist?" in request.url and "cursor=" in request.url:
            if request.url in flying:
                twice.append(request.url)
            flying.add(request.url)

    desk.page.on("request", begins)
    for over in ("requestfinished", "requestfailed"):
        desk.page.on(over, lambda request: flying.discard(request.url))
    return twice
