"""axe finds nothing serious on any page, light or dark, at a desk or on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import AXE, Desk, Device
from tests.e2e.test_seal_use import TITLE, request_seal

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.is_file(), reason="Expected axe-core in web/node_modules"),
]

PATHS = (
    "/inbox",
    "/inbox?tab=done",
    "/inbox?tab=started",
    "/start",
    "/start/seal-use",
    "/start/office-supplies-request",
    "/cases",
    "/incidents",
    "/nowhere",
)


USUAL = ((Device.DESK, "light"), (Device.PHONE, "dark"))
"""Between them both layouts and both sets of colours; the other two pairs are in the long suite."""


@pytest.mark.parametrize(
    ("device", "shade"),
    [
        pytest.param(device, shade, marks=[] if (device, shade) in USUAL else [pytest.mark.long])
        for device in Device
        for shade in ("light", "dark")
    ],
)
def test_no_page_has_a_serious_barrier(
    sit_down: Callable[..., Desk], device: Device, shade: str
) -> None:
    request_seal(sit_down("salesperson"))
    desk = sit_down("admin", device, shade)
    found = {path: barriers_at(desk, path) for path in PATHS}
    desk.go("/cases")
    desk.page.get_by_role("link", name=TITLE).click()
    expect(desk.page.locator(".is-current").first).to_be_visible()
    for tab in ("经过", "事项", "数据"):
        desk.page.get_by_role("tab", name=tab).click()
        found[f"case {tab}"] = desk.barriers()
    head = sit_down("sales-manager", device, shade)
    head.take("审核用印申请")
    expect(head.page.locator(".is-current").first).to_be_visible()
    found["task"] = head.barriers()

    assert {page: barriers for page, barriers in found.items() if barriers} == {}


def barriers_at(desk: Desk, path: str) -> list[str]:
    desk.go(path)
    return desk.barriers()
