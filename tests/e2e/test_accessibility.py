"""Every address of the page: no serious barrier, no raw key, all within reach of the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from engine.embedding import Engine
from tests.docs.routes import routes
from tests.e2e.desk import AXE, Desk
from tests.e2e.seat import Device
from tests.e2e.test_tables import PROCESS, REQUEST, waiting

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.is_file(), reason="Expected axe-core in web/node_modules"),
]

WALK: Final = (Path(__file__).with_name("walk.js")).read_text(encoding="utf-8")
ENGLISH: Final = "localStorage.setItem('guicheng.language', 'en')"
STOPS: Final = 20
"""How often Tab is pressed on each page: past the navigation, and into what is there."""

PLACES: Final = {
    "/login": None,  # looked at before anybody is logged in
    "/inbox": "/inbox",
    "/tasks/:id": "/tasks/{item}",
    "/start": "/start",
    "/start/:key": "/start/seal-use",
    "/cases": "/cases",
    "/cases/:id": "/cases/{case}",
    "/cases/:id/print": "/cases/{case}/print",
    "/me": "/me",
    "/clauses": "/clauses?procedure=seal-use",
    "/registers": "/registers",
    "/calendar": "/calendar",
    "/incidents": "/incidents",
    "/batches": "/batches",
    "/batches/:id": "/batches/{batch}",
    "/people": "/people",
    "/settings": "/settings",
    "/health": "/health",
    "/audit": "/audit",
    "/audit/compare": "/audit/compare?left={case}&right={case}",
    "/audit/cases/:id/replay": "/audit/cases/{case}/replay",
    "/studio": "/studio",
    "/studio/parameters": "/studio/parameters?text=D-PROC-2",
    "/studio/:key": "/studio/{process}",
    "/studio/:key/running": "/studio/{process}/running",
    "/studio/:key/try": "/studio/{process}/try",
    "/studio/:key/compare": "/studio/{process}/compare",
    "/studio/:key/decisions/:name": "/studio/{process}/decisions/D-PROC-2",
    "/studio/:key/forms/:name": "/studio/{process}/forms/supplies_request",
    "/studio/:key/edit": "/studio/{process}/edit",
}
"""Where each address of the page is looked at; a new one has to be put here."""

MORE: Final = ("/inbox?tab=done", "/inbox?tab=started", "/people?view=departments", "/nowhere")

USUAL = ((Device.DESK, "light"), (Device.PHONE, "dark"))
"""Between them both layouts and both sets of colours; the other two pairs are in the long suite."""


def test_every_address_of_the_page_is_looked_at() -> None:
    assert set(PLACES) == set(routes())


@pytest.mark.parametrize(
    ("device", "shade"),
    [
        pytest.param(device, shade, marks=[] if (device, shade) in USUAL else [pytest.mark.long])
        for device in Device
        for shade in ("light", "dark")
    ],
)
def test_no_page_has_a_serious_barrier_a_raw_key_or_what_keys_do_not_reach(
    engine: Engine, sit_down: Callable[..., Desk], device: Device, shade: str
) -> None:
    """On the phone in English, whose words are longer; at the desk also by the Tab key."""
    case = engine.start(PROCESS, REQUEST, by="sales-manager").id
    engine.runtime.studio.drafts.begin(PROCESS, engine.runtime.person("admin"))
    known = {"case": case, "item": waiting(engine, case).id, "process": PROCESS}
    desk = sit_down("admin", device, shade)
    desk.page.add_init_script(WALK + (ENGLISH if device is Device.PHONE else ""))
    suspend = {"action": "suspend", "selection": {"ids": [case]}}
    known["batch"] = desk.ask("/batches/preview", suspend)["id"]
    desk.go("/inbox")

    found = {}
    for place in [*filter(None, PLACES.values()), *MORE]:
        desk.move(place.format(**known))
        found[place] = amiss(desk)
    desk.context.clear_cookies()
    desk.may_be_refused = True
    desk.go("/login")
    found["/login"] = amiss(desk, keys=False)

    assert {place: reasons for place, reasons in found.items() if reasons} == {}


def amiss(desk: Desk, *, keys: bool = True) -> list[str]:
    """What is wrong with the page that is shown."""
    page = desk.page
    found = desk.barriers()
    found += [f"raw key: {text}" for text in page.evaluate("window.rawKeys()")]
    found += [f"not by keys: {html}" for html in page.evaluate("window.unreachable()")]
    if desk.seat.device is Device.PHONE:
        return found + [f"too wide by {desk.overflow()}"] * (desk.overflow() > 0)
    page.evaluate("window.forgetStops()")
    for _ in range(STOPS):
        page.keyboard.press("Tab")
    stops = page.evaluate("window.stopsOfTab()")
    found += [f"focus not seen: {html}" for html in stops["unseen"]]
    if keys:
        page.evaluate("window.forgetStops()")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog").get_by_text("?", exact=True)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    return found
