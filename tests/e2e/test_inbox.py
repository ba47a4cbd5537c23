"""The inbox and what surrounds it: keys, filters in the address, language, shade, phone, weight."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.desk import Desk, Device
from tests.e2e.test_seal_use import TITLE, request_seal

pytestmark = pytest.mark.browser


def test_keys_search_move_and_open(sit_down: Callable[..., Desk]) -> None:
    request_seal(sit_down("salesperson"))
    head = sit_down("sales-manager")
    page = head.page

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

    page.keyboard.press("/")
    page.keyboard.type("恒通")
    expect(page).to_have_url(f"{head.address}/inbox?text=%E6%81%92%E9%80%9A")
    expect(page.locator(".row")).to_have_count(1)

    page.locator("h1").first.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(head.heading("审核用印申请").first).to_be_visible()


def test_filter_in_the_address_finds_nothing_and_can_be_cleared(
    sit_down: Callable[..., Desk],
) -> None:
    request_seal(sit_down("salesperson"))
    head = sit_down("sales-manager")

    head.go("/inbox?text=没有这样的事")
    expect(head.page.get_by_text("没有符合条件的结果")).to_be_visible()
    head.press("清除条件")

    expect(head.page.locator(".row")).to_have_count(1)


def test_claim_from_the_list_makes_it_mine(sit_down: Callable[..., Desk]) -> None:
    requester = sit_down("salesperson")
    request_seal(requester)
    for login, task in (("sales-manager", "审核用印申请"), ("gm", "审批用印")):
        desk = sit_down(login)
        desk.take(task)
        desk.tick("同意")
        desk.send()

    keeper = sit_down("seal-keeper")
    keeper.press("认领")

    expect(keeper.page.get_by_text("已认领：核验用印文件")).to_be_visible()
    keeper.go("/inbox?view=mine")
    expect(keeper.page.locator(".row")).to_have_count(1)


def test_language_switch_is_kept(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down("gm")
    expect(desk.page.locator("html")).to_have_attribute("lang", "zh-CN")

    desk.page.locator(".user").click()
    desk.page.get_by_role("menuitem", name="English").click()
    expect(desk.page.get_by_role("tab", name="Done")).to_be_visible()
    desk.go("/start")

    expect(desk.heading("Start")).to_be_visible()
    expect(desk.page.get_by_role("link", name="Use of a seal", exact=True)).to_be_visible()
    expect(desk.page.locator("html")).to_have_attribute("lang", "en")


def test_shade_follows_the_system_until_somebody_chooses(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down("gm", shade="dark")
    expect(desk.page.locator("html")).to_have_attribute("data-theme", "dark")

    desk.page.locator(".user").click()
    desk.page.get_by_role("menuitem", name="浅色").click()
    desk.go("/inbox")

    expect(desk.page.locator("html")).to_have_attribute("data-theme", "light")


def test_phone_shows_everything_without_scrolling_sideways(sit_down: Callable[..., Desk]) -> None:
    requester = sit_down("salesperson", Device.PHONE)
    request_seal(requester)
    head = sit_down("sales-manager", Device.PHONE)
    for path in ("/inbox", "/inbox?tab=started", "/start", "/start/seal-use", "/cases"):
        head.go(path)
        assert head.overflow() <= 0, path

    head.take("审核用印申请")

    assert head.overflow() <= 0
    expect(head.page.get_by_role("button", name="提交", exact=True)).to_be_in_viewport()
    mark = head.page.locator(".fjs-powered-by-link")
    mark.scroll_into_view_if_needed()
    assert is_uncovered(head, ".fjs-powered-by-link")
    head.page.locator(".bjs-powered-by").scroll_into_view_if_needed()
    assert is_uncovered(head, ".bjs-powered-by")


def is_uncovered(desk: Desk, selector: str) -> bool:
    """Whether a click on the middle of the element would reach it."""
    script = """(selector) => {
        const mark = document.querySelector(selector);
        const box = mark.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const top = document.elementFromPoint(x, y);
        return Boolean(top) && (mark.contains(top) || top.contains(mark));
    }"""
    return bool(desk.page.evaluate(script, selector))


def test_signed_out_visitor_is_brought_back_after_login(chromium: Browser, address: str) -> None:
    desk = Desk.open(chromium, address, Device.DESK, "light")
    desk.go("/start")
    expect(desk.page).to_have_url(f"{address}/login?next=%2Fstart")

    desk.page.fill("#login", "gm")
    desk.page.fill("#password", "wrong")
    desk.press("登录")
    expect(desk.page.get_by_text("登录名或密码不正确")).to_be_visible()
    desk.page.fill("#password", "correct horse battery")
    desk.press("登录")

    expect(desk.heading("发起").first).to_be_visible()
    assert desk.page.url == f"{address}/start"
    desk.close()


def test_title_of_the_case_leads_to_it(sit_down: Callable[..., Desk]) -> None:
    requester = sit_down("salesperson")
    request_seal(requester)

    requester.press("查看案件")

    expect(requester.heading(TITLE)).to_be_visible()
    expect(requester.page.get_by_text(re.compile("当前：.*审核用印申请"))).to_be_visible()
