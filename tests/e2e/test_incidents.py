"""What is stuck is put right, one case or many, and the house is kept, without seeing JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.embedding import Engine
from tests.e2e.desk import Desk
from tests.e2e.seat import Device

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent


@pytest.mark.journey("operator", 1)
def test_operator_corrects_one_retries_many_passes_over_one_and_takes_a_batch_back(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    engine.deploy(HERE / "stuck.bpmn", HERE / "where.form", by="admin")
    requester = sit_down("salesperson")
    requester.start("路线不明")
    requester.fill("事由", "去车站")
    requester.fill("方向", "中间")
    requester.send("提交申请")
    expect(requester.page.get_by_text("后续环节遇到问题")).to_be_visible()
    admin = sit_down("admin")
    admin.page.get_by_role("link", name="异常").click()
    correct_one(admin)
    expect(admin.page.get_by_text("没有异常")).to_be_visible()
    case = requester.page
    requester.press("查看案件")
    expect(case.locator(".head .tag")).to_have_text("已办结")
    expect(case.get_by_text("向左到达").first).to_be_visible()

    for _ in "ab":
        engine.start("stuck", {"facts": "去码头", "way": "中间"}, by="salesperson")
    retry_many(admin)
    pass_over_one(admin)
    suspend_and_take_back(admin)
    set_a_day(admin)


def correct_one(admin: Desk) -> None:
    """Read the reason, try the correction out, then retry with it."""
    expect(admin.page.get_by_text("没有分支成立")).to_be_visible()
    assert admin.barriers() == []
    admin.press("更正并重试")
    admin.press("重试")
    expect(admin.page.get_by_text("请写明理由")).to_be_visible()
    admin.press("增加一项")
    admin.page.get_by_label("名称").fill("way")
    expect(admin.page.get_by_text("现在：中间")).to_be_visible()
    admin.page.get_by_label("新的值").fill("left")
    admin.press("试算")
    expect(admin.page.get_by_text("会继续运行，案件办结")).to_be_visible()
    admin.picture("stuck-trial")
    assert admin.barriers() == []
    admin.page.get_by_label("理由").fill("方向填错，按申请人说明更正")
    admin.press("重试")


def retry_many(admin: Desk) -> None:
    """All incidents of one cause, after looking at exactly what will be touched."""
    admin.go("/incidents")
    admin.press("预览全部重试（2）")
    expect(admin.page.get_by_text("将处理 2 项，别的都不动。")).to_be_visible()
    assert admin.barriers() == []
    admin.page.get_by_label("理由").fill("再试一次")
    admin.press("执行（2 项）")
    expect(admin.page.get_by_text("已执行完")).to_be_visible()
    expect(admin.page.get_by_text("已执行，但又停住").first).to_be_visible()
    admin.picture("stuck-many")


def pass_over_one(admin: Desk) -> None:
    """The element where it is stuck is left out; where it goes on is picked on the diagram."""
    admin.go("/incidents")
    admin.page.get_by_role("button", name="其他处理").first.click()
    admin.page.get_by_role("menuitem", name="跳过这一步").click()
    target = admin.page.locator('.pick-diagram [data-element-id="left-end"] .djs-hit')
    target.click(force=True)
    expect(
        admin.page.locator('.pick-diagram [data-element-id="left-end"].is-chosen')
    ).to_be_visible()
    admin.page.get_by_role("dialog").locator("textarea").fill("现场已到")
    assert admin.barriers() == []
    admin.press("确定")
    expect(admin.page.get_by_role("button", name="更正并重试")).to_have_count(1)


def suspend_and_take_back(admin: Desk) -> None:
    """Of a declared selection, with a preview; and back again, on what it has changed alone."""
    admin.move("/batches")
    admin.page.locator(".batch-fields .ant-select").first.click()
    admin.page.locator(".ant-select-item-option", has_text="挂起").click()
    admin.page.get_by_label("含有文字").fill("去码头")
    admin.press("预览")
    expect(admin.page.get_by_text("将处理 1 项，别的都不动。")).to_be_visible()
    admin.page.get_by_label("理由").fill("码头停用")
    admin.press("执行（1 项）")
    expect(admin.page.get_by_text("成功 1")).to_be_visible()
    admin.press("撤销这次操作")
    expect(admin.page.get_by_role("heading", name="恢复")).to_be_visible()
    admin.page.get_by_label("理由").fill("码头开放")
    admin.press("执行（1 项）")
    expect(admin.page.get_by_text("成功 1")).to_be_visible()


def set_a_day(admin: Desk) -> None:
    admin.move("/calendar?year=2026")
    admin.page.get_by_role("button", name="2026-12-24").click()
    admin.page.get_by_label("事由").fill("公司年会")
    admin.press("保存")
    named = admin.page.get_by_role("button", name="2026-12-24 公司年会 休息")
    expect(named).to_be_visible()


def test_rooms_of_the_administrator_have_no_barrier_on_a_dark_phone(
    sit_down: Callable[..., Desk],
) -> None:
    admin = sit_down("admin", Device.PHONE, "dark")
    found: dict[str, list[str]] = {}
    for path in ("/batches", "/people?view=departments", "/settings", "/health", "/calendar"):
        admin.move(path)
        found[path] = admin.barriers()
        assert admin.overflow() == 0, path
    admin.move("/people")
    admin.press("变更 冯秀兰")
    admin.page.get_by_label("职位", exact=True).fill("主管出纳")
    admin.press("预览")
    expect(admin.page.get_by_text("出纳 → 主管出纳")).to_be_visible()
    found["change"] = admin.barriers()
    admin.press("确认变更")
    expect(admin.page.get_by_text("已记录变更")).to_be_visible()
    password = help_in(admin, found)
    own = sit_down("salesperson")
    own.context.clear_cookies()
    own.go("/login")
    own.page.get_by_label("登录名").fill("cashier")
    own.page.get_by_label("密码", exact=True).fill(password)
    own.page.keyboard.press("Enter")
    own.page.get_by_label("一次性密码").fill(password)
    own.page.get_by_label("新密码", exact=True).fill("my own horse 9")
    own.page.get_by_label("再输入一次新密码").fill("my own horse 9")
    found["own password"] = own.barriers()
    own.press("设置密码并进入")
    expect(own.page.get_by_role("heading", name="待办")).to_be_visible()

    assert {page: barriers for page, barriers in found.items() if barriers} == {}


def help_in(admin: Desk, found: dict[str, list[str]]) -> str:
    """Give a one-time password with a reason; it is shown once."""
    admin.press("登录 冯秀兰")
    admin.press("给一次性密码")
    admin.page.get_by_label("原因").fill("忘记密码，已当面核实")
    admin.press("确认给一次性密码")
    shown = admin.page.locator(".door-password code")
    expect(shown).to_be_visible()
    found["doors"] = admin.barriers()
    return shown.inner_text()


def test_incidents_are_not_offered_to_those_who_do_not_operate(
    sit_down: Callable[..., Desk],
) -> None:
    desk = sit_down("salesperson")
    expect(desk.page.get_by_role("link", name="案件")).to_be_visible()

    expect(desk.page.get_by_role("link", name="异常")).to_have_count(0)
