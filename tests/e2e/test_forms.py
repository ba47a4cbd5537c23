"""Filling in: drafts, lost connections, what the server objects to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.test_seal_use import request_seal

pytestmark = pytest.mark.browser


def test_missing_field_is_shown_and_a_draft_comes_back_after_the_page_is_closed(
    sit_down: Callable[..., Desk],
) -> None:
    desk = sit_down("salesperson")
    desk.start("用印")
    desk.press("提交申请")
    field = desk.page.locator(".fjs-form-field", has=desk.page.get_by_label("文件名称"))
    expect(field.locator(".fjs-form-field-error")).to_have_text("必须填写。")
    expect(desk.page.locator(".sent")).to_have_count(0)
    desk.fill("文件名称", "写到一半的合同")
    desk.tick("对外")
    expect(desk.page.locator(".bar-note")).to_contain_text("换台电脑")

    desk.go("/start/seal-use")
    desk.wait_for_form()

    expect(desk.page.get_by_text("已恢复")).to_be_visible()
    expect(desk.page.get_by_label("文件名称")).to_have_value("写到一半的合同")
    desk.press("丢弃")
    expect(desk.page.get_by_label("文件名称")).to_have_value("")


def test_draft_goes_on_in_another_browser_and_two_that_differ_are_told(
    sit_down: Callable[..., Desk],
) -> None:
    office, home = sit_down("salesperson"), sit_down("salesperson")
    office.start("用印")
    office.fill("文件名称", "在办公室写的")
    expect(office.page.locator(".bar-note")).to_contain_text("换台电脑")

    home.start("用印")
    expect(home.page.get_by_label("文件名称")).to_have_value("在办公室写的")
    home.fill("文件名称", "在家里改的")
    expect(home.page.locator(".bar-note")).to_contain_text("换台电脑")
    office.may_be_refused = True
    office.fill("文件名称", "在办公室又改的")

    expect(office.page.get_by_text("保存了不同的草稿")).to_be_visible()
    office.press("读取那一份")
    expect(office.page.get_by_label("文件名称")).to_have_value("在家里改的")
    office.fill("文件名称", "两处合一")
    expect(office.page.locator(".bar-note")).to_contain_text("换台电脑")
    home.go("/start/seal-use")
    expect(home.page.get_by_label("文件名称")).to_have_value("两处合一")


def test_nothing_is_lost_and_nothing_done_twice_when_refused_or_the_connection_breaks(
    sit_down: Callable[..., Desk],
) -> None:
    requester = sit_down("salesperson")
    request_seal(requester)
    requester.press("查看案件")
    requester.page.get_by_role("tab", name="待办").click()
    requester.page.get_by_role("link", name="审核用印申请", exact=True).click()
    requester.wait_for_form()
    expect(requester.page.get_by_role("button", name="提交", exact=True)).to_have_count(0)
    changeable = requester.page.locator(".fjs-form input[type=radio]:not([readonly])")
    expect(changeable).to_have_count(0)  # another's work is read only

    head = sit_down("sales-manager")
    head.may_be_refused = True
    head.take("审核用印申请")
    head.tick("退回")
    head.press("提交")
    error = head.page.locator(".fjs-form-field-radio .fjs-form-field-error")
    expect(error).to_contain_text("意见")  # a rule that only the server knows

    head.tick("同意")
    head.context.set_offline(True)
    head.press("提交")
    expect(head.page.get_by_text("没有发出")).to_be_visible()
    head.context.set_offline(False)
    head.send()
    expect(head.page.locator(".next-name")).to_have_text("审批用印")
