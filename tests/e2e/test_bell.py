"""The bell: it counts what is new while the page stays open, and leads to it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.test_seal_use import request_seal

pytestmark = pytest.mark.browser


def test_open_page_hears_of_new_work_and_leads_to_it(sit_down: Callable[..., Desk]) -> None:
    head, requester = sit_down("sales-manager"), sit_down("salesperson")
    page = head.page
    bell = page.locator(".bell")
    expect(page.locator(".bell-count")).to_have_count(0)
    page.wait_for_timeout(2_500)  # from now on the page listens, and asks for nothing

    request_seal(requester)

    expect(page.locator(".bell-count")).to_have_text("1", timeout=8_000)
    expect(page.locator(".row")).to_have_count(1)
    bell.click()
    told = page.locator(".told")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("待办：")
    assert head.barriers() == []
    told.click()
    expect(page).to_have_url(re.compile("/tasks/"))
    expect(page.locator(".bell-count")).to_have_count(0)
