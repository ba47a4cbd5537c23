"""An inbox of any length scrolls to its end: few rows at a time, none asked for twice at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Request, expect

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

SCROLL_TO_END = """async () => {
  const settled = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  const times = [];
  let rows = 0;
  const until = performance.now() + 240000;
  for (;;) {
    const began = performance.now();
    window.scrollBy(0, window.innerHeight);
    await settled();
    times.push(performance.now() - began);
    rows = Math.max(rows, document.querySelectorAll('#inbox-panel .row').length);
    const left = document.documentElement.scrollHeight - window.scrollY - window.innerHeight;
    if (left > 2) continue;
    if (!document.querySelector('.long-list .more')) break;
    if (performance.now() > until) throw new Error('Expected to come to the end');
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
        desk = sit_down("sales-manager", device)
        twice = asked_twice(desk)
        desk.move("/inbox?sort=created")
        expect(desk.page.get_by_text("第 1 批", exact=True).first).to_be_visible()
        found: dict[str, Any] = desk.page.evaluate(SCROLL_TO_END)
        print(device.name, found)  # noqa: T201 -- the figures of the long run

        expect(desk.page.locator(".long-page")).to_have_count(items // PAGE)
        expect(desk.page.get_by_text(f"第 {items // PAGE} 批", exact=True).last).to_be_visible()
        assert found["rows"] <= MOST_ROWS
        assert found["median"] <= SCREEN
        assert twice == []


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
