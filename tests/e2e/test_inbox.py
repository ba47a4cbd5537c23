"""The inbox and what surrounds it: keys, filters, many at once, the way ahead, language, phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.seat import Device
from tests.e2e.test_seal_use import TITLE, request_seal

pytestmark = pytest.mark.browser


@pytest.mark.journey("employee", 2)
def test_employee_finds_keeps_foresees_and_discusses_work(sit_down: Callable[..., Desk]) -> None:
    requester = sit_down("salesperson")
    request_seal(requester)
    requester.press("查看案件")
    expect(requester.heading(TITLE)).to_be_visible()
    expect(requester.page.get_by_text(re.compile("当前：.*审核用印申请"))).to_be_visible()
    requester.move(requester.page.url.removeprefix(requester.address) + "/print")
    expect(requester.page.locator(".sheet-proof")).to_contain_text("哈希")
    assert requester.barriers() == []
    requester.move("/start")
    expect(requester.page.get_by_role("region", name="照最近的申请再发起一件")).to_be_visible()
    star_and_urge(requester)

    head = sit_down("sales-manager")
    search_and_keep(head)
    head.page.get_by_role("button", name="批量办理").click()
    head.page.get_by_role("checkbox").check()
    assert head.barriers() == []
    head.press("办结")
    expect(head.page.get_by_role("dialog").get_by_label("同意", exact=True)).to_be_visible()
    assert head.barriers() == []
    head.page.get_by_role("dialog").get_by_role("button", name="取消").click()
    head.press("催办")
    head.page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(head.page.locator(".bulk-results li")).to_have_count(1)
    head.picture("inbox-together")

    head.take("审核用印申请")
    head.page.get_by_text("提交后会怎样").click()
    expect(head.page.locator(".ahead-steps")).to_contain_text("审批用印")
    head.page.locator(".ahead").scroll_into_view_if_needed()
    head.picture("task-ahead")
    head.page.get_by_label("说点什么", exact=False).fill("请补一份附件")
    head.press("发送")
    expect(head.page.locator(".talk")).to_contain_text("请补一份附件")
    assert head.barriers() == []

    head.move("/me")
    head.page.get_by_label("新的常用语").fill("同意，请抓紧。")
    head.press("添加")
    expect(head.page.locator(".phrases")).to_contain_text("同意，请抓紧。")
    assert head.barriers() == []


def star_and_urge(requester: Desk) -> None:
    """A favourite is there in another browser too; a case is urged in its row, once an hour."""
    page = requester.page
    page.get_by_role("button", name="收藏 用印", exact=True).click()
    favourites = page.get_by_role("region", name="收藏")
    expect(favourites).to_contain_text("用印")
    page.evaluate("localStorage.clear()")
    requester.go("/start")
    expect(favourites).to_contain_text("用印")

    requester.move("/inbox?tab=started")
    row = page.locator(".row", has_text=TITLE)
    expect(row.locator(".row-waits")).to_contain_text("等 高远航")
    expect(row.get_by_role("button", name="撤回")).to_be_visible()
    row.get_by_role("button", name="催办").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(row.get_by_role("button", name="已催办")).to_be_disabled()
    assert requester.barriers() == []


def search_and_keep(head: Desk) -> None:
    """By the keys alone; what is found is kept under a name, what is not can be cleared."""
    page = head.page
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

    page.keyboard.press("/")
    page.keyboard.type("恒通")
    expect(page).to_have_url(f"{head.address}/inbox?text=%E6%81%92%E9%80%9A")
    expect(page.locator(".row")).to_have_count(1)
    head.press("保存当前条件")
    page.get_by_label("给这组条件起个名字").fill("恒通的")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("filter="))
    expect(page.get_by_role("button", name="恒通的1", exact=True)).to_be_visible()

    head.move("/inbox?text=没有这样的事")
    expect(page.get_by_text("没有符合条件的结果")).to_be_visible()
    head.press("清除条件")
    expect(page.locator(".row")).to_have_count(1)
    page.locator("h1").first.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(head.heading("审核用印申请").first).to_be_visible()
    head.move("/inbox")


def test_visitor_is_brought_back_and_language_and_shade_are_kept(
    sit_down: Callable[..., Desk],
) -> None:
    desk = sit_down(shade="dark")
    desk.may_be_refused = True
    desk.go("/start")
    expect(desk.page).to_have_url(f"{desk.address}/login?next=%2Fstart")
    desk.page.fill("#login", "gm")
    desk.page.fill("#password", "wrong")
    desk.press("登录")
    expect(desk.page.get_by_text("登录名或密码不正确")).to_be_visible()
    desk.page.fill("#password", "correct horse battery")
    desk.press("登录")
    expect(desk.heading("发起").first).to_be_visible()
    assert desk.page.url == f"{desk.address}/start"

    whole = desk.page.locator("html")
    expect(whole).to_have_attribute("lang", "zh-CN")
    expect(whole).to_have_attribute("data-theme", "dark")
    desk.page.locator(".user").click()
    desk.page.get_by_role("menuitem", name="浅色").click()
    desk.page.locator(".user").click()
    desk.page.get_by_role("menuitem", name="English").click()
    expect(desk.page.get_by_role("link", name="Use of a seal", exact=True)).to_be_visible()
    desk.go("/inbox")

    expect(desk.page.get_by_role("tab", name="Done")).to_be_visible()
    expect(whole).to_have_attribute("lang", "en")
    expect(whole).to_have_attribute("data-theme", "light")


@pytest.mark.journey("employee", 4)
def test_phone_shows_everything_without_scrolling_sideways(sit_down: Callable[..., Desk]) -> None:
    requester = sit_down("salesperson", Device.PHONE)
    request_seal(requester)
    head = sit_down("sales-manager", Device.PHONE)
    for path in ("/inbox", "/inbox?tab=started", "/start", "/start/seal-use", "/cases"):
        head.move(path)
        assert head.overflow() <= 0, path

    head.move("/inbox")
    head.picture("pocket-inbox")
    head.take("审核用印申请")

    assert head.overflow() <= 0
    head.picture("pocket-task")
    expect(head.page.get_by_role("button", name="提交", exact=True)).to_be_in_viewport()
    mark = head.page.locator(".fjs-powered-by-link")
    mark.scroll_into_view_if_needed()
    assert is_uncovered(head, ".fjs-powered-by-link")
    head.page.locator(".bjs-powered-by").scroll_into_view_if_needed()
    assert is_uncovered(head, ".bjs-powered-by")
    head.tick("同意")
    head.send()
    assert head.overflow() <= 0
    head.picture("pocket-sent")


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
