"""Operations on the page: a signer added and removed, a signature, a copy, an urge, a jump."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from engine.embedding import Engine
from tests.e2e.desk import Desk

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
TASK = "会签请示"


class Dialog:
    """The open dialog: whom, why, and OK."""

    def __init__(self, desk: Desk) -> None:
        self.page = desk.page
        self.whole: Locator = desk.page.get_by_role("dialog")

    def choose(self, label: str, name: str) -> None:
        self.whole.get_by_label(label).click()
        self.page.keyboard.type(name)
        self.page.locator(".ant-select-item-option", has_text=name).click()
        self.whole.locator(".ant-modal-title").click()  # a list of several stays open else

    def confirm(self, reason: str = "") -> None:
        if reason:
            self.whole.get_by_label("原因").fill(reason)
        self.whole.get_by_role("button", name="确定").click()
        expect(self.whole).to_have_count(0)


def administer(desk: Desk, what: str) -> Dialog:
    desk.press("管理")
    desk.page.get_by_role("menuitem", name=what, exact=True).click()
    return Dialog(desk)


def test_round_is_changed_signed_urged_copied_and_looked_after(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    engine.deploy(HERE / "round.bpmn", HERE / "sign.form", by="admin")
    names = {
        login: engine.runtime.person(login).name for login in ("hr-manager", "finance-manager")
    }
    requester = sit_down("salesperson")
    requester.start("请示会签")
    requester.fill("事项", "参加展会")
    requester.send("提交申请")

    head = sit_down("sales-manager")
    head.take(TASK)
    add_and_remove(head, names["hr-manager"])
    head.tick("同意")
    head.page.get_by_label("意见（必填）").fill("同意")
    sign(head)
    head.send()
    head.leave()

    requester.press("查看案件")
    expect(requester.page.get_by_alt_text("手写签名图片")).to_be_visible()
    address = requester.page.url.removeprefix(requester.address)
    requester.press("抄送")
    dialog = Dialog(requester)
    assert requester.barriers() == []
    dialog.choose("选择人员（可多选）", names["hr-manager"])
    dialog.confirm()
    requester.page.get_by_role("tab", name="待办").click()
    row = requester.page.locator("li", has_text=names["finance-manager"])
    row.get_by_role("link", name=TASK).click()
    expect(requester.heading(TASK).first).to_be_visible()  # the case has a button of that name too
    requester.press("催办")
    Dialog(requester).confirm()

    step_in(sit_down("admin"), address)


def add_and_remove(head: Desk, name: str) -> None:
    head.press("加签")
    dialog = Dialog(head)
    dialog.choose("选择人员", name)
    dialog.confirm("请看人员安排")
    head.more("减签")
    dialog = Dialog(head)
    dialog.whole.get_by_label("选择人员").click()
    head.page.locator(".ant-select-item-option", has_text=name).click()
    dialog.confirm("不需要了")
    head.press("更多")
    expect(head.page.get_by_role("menuitem", name="委派")).to_be_visible()
    expect(head.page.get_by_role("menuitem", name="减签")).to_have_count(0)
    head.page.keyboard.press("Escape")


def sign(desk: Desk) -> None:
    """Draw a line on the field, and use it."""
    desk.press("手写签名")
    pad = desk.page.get_by_label("签名板")
    pad.hover(position={"x": 40, "y": 40})
    desk.page.mouse.down()
    pad.hover(position={"x": 200, "y": 90})
    desk.page.mouse.up()
    desk.press("使用")
    expect(desk.page.get_by_alt_text("手写签名图片")).to_be_visible()


def step_in(admin: Desk, address: str) -> None:
    """Suspend, resume, and move the case to its end."""
    admin.move(address)
    administer(admin, "挂起").confirm("核对经费")
    expect(admin.page.get_by_text("案件已由管理员挂起")).to_be_visible()
    administer(admin, "恢复").confirm()
    dialog = administer(admin, "跳转")
    assert admin.barriers() == []
    positions = dialog.whole.get_by_label("当前位置")
    expect(positions).to_be_visible()
    dialog.choose("目标环节", "已会签")
    dialog.confirm("已当面商定")
    expect(admin.page.get_by_text("已办结").first).to_be_visible()
