"""A case that is stuck is put right by an administrator without seeing JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.embedding import Engine
from tests.e2e.desk import Desk

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent


def test_stuck_case_goes_on_after_its_data_are_corrected(
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
    admin.press("更正并重试")
    admin.press("重试")
    expect(admin.page.get_by_text("请写明理由")).to_be_visible()
    admin.press("增加一项")
    admin.page.get_by_label("名称").fill("way")
    expect(admin.page.get_by_text("现在：中间")).to_be_visible()
    admin.page.get_by_label("新的值").fill("left")
    admin.page.get_by_label("理由").fill("方向填错，按申请人说明更正")
    admin.press("重试")

    expect(admin.page.get_by_text("没有异常")).to_be_visible()
    case = requester.page
    requester.press("查看案件")
    expect(case.locator(".head .tag")).to_have_text("已办结")
    expect(case.get_by_text("向左到达").first).to_be_visible()


def test_incidents_are_not_offered_to_those_who_do_not_operate(
    sit_down: Callable[..., Desk],
) -> None:
    desk = sit_down("salesperson")
    expect(desk.page.get_by_role("link", name="案件")).to_be_visible()

    expect(desk.page.get_by_role("link", name="异常")).to_have_count(0)
