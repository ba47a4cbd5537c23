"""What is stuck is put right, one case or many, and the house is kept, without seeing JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.embedding import Engine
from tests.e2e.desk import Desk, Device

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent


@pytest.mark.journey("operator", 1)
def test_operator_corrects_one_retries_many_ends_the_rest_and_sets_a_day(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    engine.deploy(HERE / "stuck.bpmn", HERE / "where.form", by="admin")
    requester = sit_down("salesperson")
    requester.start("路线不明")
    requester.fill("事由", "去车站")
    requester.fill("方向", "中间")
    requester.send("提交申请")
    expect(requester.page.get_by_text("后续步骤遇到问题")).to_be_visible()
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
    end_the_rest(admin)
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
    expect(admin.page.get_by_text("已执行,但又停住").first).to_be_visible()
    admin.picture("stuck-many")


def end_the_rest(admin: Desk) -> None:
    """Of a declared selection, with a preview."""
    admin.go("/batches")
    admin.page.locator(".batch-fields .ant-select").first.click()
    admin.page.locator(".ant-select-item-option", has_text="终止").click()
    admin.page.get_by_label("含有文字").fill("去码头")
    admin.press("预览")
    expect(admin.page.get_by_text("将处理 2 项，别的都不动。")).to_be_visible()
    admin.page.get_by_label("理由").fill("码头停用")
    admin.press("执行（2 项）")
    expect(admin.page.get_by_text("成功 2")).to_be_visible()


def set_a_day(admin: Desk) -> None:
    admin.go("/calendar?year=2026")
    admin.page.get_by_role("button", name="2026-12-24").click()
    admin.page.get_by_label("事由").fill("公司年会")
    admin.press("保存")
    named = admin.page.get_by_role("button", name="2026-12-24 公司年会 休息")
    expect(named).to_be_visible()


def test_rooms_of_the_administrator_have_no_barrier_on_a_dark_phone(
    sit_down: Callable[..., Desk],
) -> None:
    admin = sit_down("admin", Device.PHONE, "dark")
    found = {}
    for path in ("/batches", "/people?view=departments", "/settings", "/health", "/calendar"):
        admin.go(path)
        found[path] = admin.barriers()
        assert admin.overflow() == 0, path
    admin.go("/people")
    admin.press("变更 冯秀兰")
    admin.page.get_by_label("职位", exact=True).fill("主管出纳")
    admin.press("预览")
    expect(admin.page.get_by_text("出纳 → 主管出纳")).to_be_visible()
    found["change"] = admin.barriers()

    assert {page: barriers for page, barriers in found.items() if barriers} == {}


def test_incidents_are_not_offered_to_those_who_do_not_operate(
    sit_down: Callable[..., Desk],
) -> None:
    desk = sit_down("salesperson")
    expect(desk.page.get_by_role("link", name="案件")).to_be_visible()

    expect(desk.page.get_by_role("link", name="异常")).to_have_count(0)
