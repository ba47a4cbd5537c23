"""A request is countersigned: somebody is asked for advice first, then both members agree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.embedding import Engine
from tests.e2e.desk import Desk

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
TASK = "会签请示"


@pytest.mark.journey("employee", 3)
def test_request_is_countersigned_after_advice_that_somebody_was_asked_for(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    engine.deploy(HERE / "round.bpmn", HERE / "sign.form", by="admin")
    engine.runtime.phrases.keep(engine.runtime.person("sales-manager").id, ["同意，请抓紧办理。"])
    requester = sit_down("salesperson")
    requester.start("请示会签")
    requester.fill("事项", "参加展会")
    requester.send("提交申请")
    requester.leave()

    head = sit_down("sales-manager")
    head.take(TASK)
    expect(head.heading("会签（都同意才通过）")).to_be_visible()
    head.press("加签")
    dialog = head.page.get_by_role("dialog")
    dialog.get_by_role("radio", name="在我之前").check()
    dialog.get_by_label("选择人员").click()
    head.page.keyboard.type(engine.runtime.person("hr-manager").name)
    head.page.keyboard.press("Enter")
    dialog.get_by_label("原因").fill("请看人员安排")
    dialog.get_by_role("button", name="确定").click()
    expect(head.page.get_by_text("的意见，之后您再办理")).to_be_visible()

    adviser = sit_down("hr-manager")
    adviser.take(TASK)
    adviser.page.get_by_label("意见（必填）").fill("人员已排好")
    adviser.picture("round-advice")
    adviser.send("提交意见")
    adviser.leave()

    expect(head.page.get_by_text("人员已排好").first).to_be_visible()  # the open page is told
    head.tick("同意")
    head.press("同意，请抓紧办理。")
    head.send()
    finance = sit_down("finance-manager")
    finance.take(TASK)
    finance.tick("同意")
    finance.page.get_by_label("意见（必填）").fill("经费已列支")
    finance.send()

    expect(finance.page.get_by_text("已提交，案件办结")).to_be_visible()
    finance.picture("round-agreed")
    assert finance.barriers() == []
