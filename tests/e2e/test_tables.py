"""An owner raises a limit on the page: the next case goes by it, the running one does not; then
looks at the clause behind it, and at a draft of the table beside what is published."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from engine.embedding import Engine, OpenItem
from tests.e2e.desk import Desk
from tests.e2e.seat import Device

pytestmark = pytest.mark.browser

PROCESS = "office-supplies-request"
REQUEST = {
    "kind": "buy",
    "department": "sales",
    "end_user": "salesperson",
    "reason": "打印机硒鼓用完",
    "items": [
        {
            "item": "硒鼓",
            "spec": "通用 2612A",
            "unit": "支",
            "qty": Decimal(4),
            "unit_price": Decimal(100),
            "purpose": "打印合同",
        }
    ],
}


def waiting(engine: Engine, case: str) -> OpenItem:
    """The step in which the case waits for somebody, when the server's worker has come so far."""
    deadline = time.monotonic() + 20
    while not (found := engine.worklist(instance=case)):
        assert time.monotonic() < deadline, "Expected the case to reach its next step"
        threading.Event().wait(0.05)
    return found[0]


def asked(engine: Engine) -> tuple[str, str]:
    """A request of 400 yuan: the case, and the step in which it waits first."""
    case = engine.start(PROCESS, REQUEST, by="sales-manager")
    return case.id, waiting(engine, case.id).name


@pytest.mark.journey("owner", 2)
def test_owner_raises_a_limit_and_sees_what_follows(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    running, before = asked(engine)
    owner = sit_down("office-director")
    page = owner.page

    raise_the_limit(owner)
    _, after = asked(engine)

    assert (before, after) == ("审核申请", "审批申请")
    review = waiting(engine, running)
    engine.complete(review.id, {"decision": "agree"}, by="office-director")
    assert waiting(engine, running).candidates == ("deputy-gm",)  # by the rule that it began with

    see_the_clause(owner)
    change_the_table(owner)
    give_the_check_to_the_cashier(engine)
    owner.move(f"/studio/{PROCESS}/compare")
    told = page.get_by_role("region", name="图中的改动").get_by_role("button")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("复核三项")
    expect(told).to_contain_text("分派规则：角色 财务部负责人 → 角色 出纳")
    expect(page.locator(".compare-canvas .is-changed")).to_have_count(2)
    told.click()
    expect(page.locator(".compare-canvas .is-chosen")).to_have_count(2)
    lines = page.get_by_role("group", name="d-proc-2.dmn")
    expect(lines.locator("del")).to_contain_text("<= 500")
    expect(lines.locator("ins")).to_contain_text("<= 400")
    owner.picture("limit-compared")
    assert owner.barriers() == []


def give_the_check_to_the_cashier(engine: Engine) -> None:
    """In the draft another role checks what was bought."""
    drafts, owner = engine.runtime.studio.drafts, engine.runtime.person("office-director")
    draft = drafts.read(PROCESS)
    (drawn,) = [one for one in draft.files if one.name.endswith(".bpmn")]
    rule = '<guicheng:assignment kind="role" value="%s"/>'
    changed = drawn.text.replace(rule % "finance-manager", rule % "cashier", 1)
    drafts.save(PROCESS, owner, draft.version, {drawn.name: changed})


def raise_the_limit(owner: Desk) -> None:
    page = owner.page
    owner.move("/studio/parameters?text=D-PROC-2")
    page.get_by_role("button", name="小额由办公室主任审批").click()
    page.get_by_label("改为").fill("4000")
    owner.may_be_refused = True
    owner.press("检查并发布")
    expect(page.get_by_role("alert")).to_contain_text("不能越过相邻的界限")
    owner.may_be_refused = False
    page.get_by_label("改为").fill("500")
    page.get_by_label("说明").fill("办公会决定")
    owner.press("检查并发布")
    history = page.locator(".figure-history li")
    expect(history.first).to_contain_text("办公会决定")
    expect(history).to_have_count(2)
    owner.picture("limit-raised")
    assert owner.barriers() == []


def see_the_clause(owner: Desk) -> None:
    page: Page = owner.page
    page.locator(".figure-drawer, .ant-drawer").get_by_role("link", name="PROC-016").click()
    expect(page.get_by_text("正好 300 元：办公室主任一人审批")).to_be_visible()
    expect(page.get_by_text("您可以查看的案件中，2 件")).to_be_visible()
    page.get_by_role("button", name="看图").first.click()
    expect(page.locator(".is-current")).to_have_count(3)
    assert owner.barriers() == []
    page.keyboard.press("Escape")


def change_the_table(owner: Desk) -> None:
    page = owner.page
    owner.move(f"/studio/{PROCESS}/decisions/D-PROC-2")
    owner.press("开始修改")
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()
    page.get_by_role("region", name="试一试").get_by_label("总额（元）").fill("400")
    page.get_by_role("region", name="试一试").get_by_label("申请人").fill("sales-manager")
    owner.press("看结果")
    expect(page.locator(".decision-answer")).to_contain_text("办公室主任")
    page.locator(".dmn-canvas td", has_text="<= 500").click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("<= 400")
    page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="检查结果")).to_contain_text("没有规则符合")
    assert owner.barriers() == []


def test_forms_and_the_book_are_for_the_phone_too(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    reader = sit_down("office-director", device=Device.PHONE, shade="dark")
    page = reader.page

    reader.move("/clauses?procedure=seal-use")
    page.get_by_text("元素 → 条款").click()
    expect(page.get_by_text("没有依据的元素")).to_be_visible()
    assert (reader.barriers(), reader.overflow()) == ([], 0)

    reader.move(f"/studio/{PROCESS}/forms/supplies_request")
    expect(page.locator(".fjs-form")).to_be_visible()
    page.get_by_text("各步权限", exact=True).click()
    expect(page.get_by_role("columnheader", name="其他字段")).to_be_visible()
    assert (reader.barriers(), reader.overflow()) == ([], 0)
