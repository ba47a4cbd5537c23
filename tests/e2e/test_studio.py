"""An owner changes a diagram, is told what is wrong, and publishes with a second person's word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.core.people import SYSTEM
from engine.embedding import Engine
from tests.api.conftest import TRIP, trip_form
from tests.e2e.desk import Desk
from tests.e2e.seat import Device

pytestmark = pytest.mark.browser
OWNERS = ["user:hr-admin", "user:cashier"]


@pytest.fixture
def trip(engine: Engine) -> None:
    """A small process with a drawing, that two people own."""
    runtime = engine.runtime
    drawn = runtime.studio.tools.diagrams.layout(
        TRIP.replace(b'isExecutable="true"', b'isExecutable="true" guicheng:review="second-person"')
    )
    admin = runtime.person("admin")
    runtime.deploy([("trip.bpmn", drawn), ("trip.form", trip_form())], admin)
    plan = runtime.roster.plan_change({"rights": {"trip": {"own": OWNERS}}})
    runtime.roster.apply(plan, SYSTEM)


def saved(page: Page) -> None:
    expect(page.locator(".editor-saved")).to_contain_text("已保存")


def redraw(owner: Desk) -> None:
    """Rename the task and give it to somebody else; on the way it is given to nobody."""
    page = owner.page
    expect(page.get_by_label("找图中的元素")).to_be_visible()  # once the drawing stands still
    page.locator('[data-element-id="approve"] .djs-hit').first.click()
    expect(page.get_by_label("名称", exact=True)).to_have_value("审批")
    page.get_by_label("名称", exact=True).fill("核准出差")
    page.get_by_role("button", name="删除", exact=True).first.click()
    expect(page.locator(".findings-wrong")).to_contain_text("1")
    expect(page.locator(".finding-badge.error")).to_have_text("1")
    saved(page)
    owner.picture("draft-finding")
    assert owner.barriers() == []

    # Mended: another rule, chosen from the organisation.
    owner.press("加一条规则")
    page.get_by_label("找谁").click()
    page.keyboard.type("办公室主任")
    page.keyboard.press("Enter")
    expect(page.locator(".findings-right")).to_be_visible()
    saved(page)


@pytest.mark.journey("owner", 1)
@pytest.mark.usefixtures("trip")
def test_owner_edits_and_publishes_after_a_second_person_agrees(
    sit_down: Callable[..., Desk], engine: Engine
) -> None:
    owner = sit_down("hr-admin")
    page = owner.page
    owner.move("/studio")
    expect(page.get_by_role("link", name="出差申请", exact=True)).to_be_visible()
    expect(page.locator(".studio-list .row")).to_have_count(1)
    assert owner.barriers() == []
    page.get_by_role("link", name="出差申请", exact=True).click()
    owner.press("编辑")

    redraw(owner)
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    owner.press("检查并发布")
    page.get_by_label("说明", exact=True).last.fill("改由办公室主任核准")
    owner.press("提交复核")
    expect(page.get_by_text("等待另一位负责人")).to_be_visible()
    expect(page.get_by_role("button", name="同意", exact=True)).to_have_count(0)
    owner.picture("draft-review")
    assert owner.barriers() == []

    second = sit_down("cashier", Device.PHONE, "dark")
    second.move("/studio/trip")
    second.press("同意")
    expect(second.page.get_by_text("已同意，可以发布")).to_be_visible()
    assert second.barriers() == []
    assert second.overflow() <= 0

    owner.move("/studio/trip")
    owner.press("发布")
    page.get_by_role("dialog").get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("第 2 版").first).to_be_visible()
    expect(page.locator(".versions")).to_contain_text("现行")
    case = engine.start("trip", {"reason": "x"}, by="salesperson")
    (item,) = engine.worklist(instance=case.id)
    assert (item.name, item.candidates) == ("核准出差", ("office-director",))
