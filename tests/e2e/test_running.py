"""An owner sees how a process runs, goes down to its cases, and tries it out on both sides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.embedding import Engine
from tests.e2e.desk import Desk
from tests.e2e.seat import Device

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent


@pytest.fixture
def spent(engine: Engine) -> Engine:
    """Two expenses of which the small one was paid, and the large one waits for the manager."""
    engine.deploy(HERE / "spend.bpmn", HERE / "spend.form", by="admin")
    for matter, amount in (("买纸", 300), ("买车", 90_000)):
        case = engine.start("spend", {"matter": matter, "amount": amount}, by="salesperson")
        (item,) = engine.worklist(instance=case.id)
        if amount < 5_000:
            engine.complete(item.id, {}, by="sales-manager")
    engine.run_due()
    return engine


@pytest.mark.journey("owner", 3)
def test_owner_sees_how_it_runs_and_goes_down_to_a_case(
    spent: Engine, sit_down: Callable[..., Desk]
) -> None:
    owner = sit_down("office-director", shade="dark")
    page = owner.page
    owner.move("/studio/spend/running")

    expect(owner.heading("“费用申请”怎样运行")).to_be_visible()
    expect(page.locator(".running-total", has_text="发起")).to_contain_text("2")
    owner.picture("runs-heat")
    page.get_by_role("button", name="经理核对：2", exact=True).click()
    expect(page.get_by_role("region", name="经理核对")).to_contain_text("共 2 个")
    owner.picture("runs-step")
    assert owner.barriers() == []
    page.get_by_text("逾期", exact=True).first.click()
    page.get_by_text("自然时间", exact=True).click()
    page.get_by_text("用时", exact=True).first.click()
    expect(page).to_have_url(f"{owner.address}/studio/spend/running?measure=whole&time=clock")
    page.get_by_role("link", name="买车").click()

    expect(owner.heading("买车")).to_be_visible()


def test_owner_tries_both_sides_of_a_threshold_and_nothing_is_left(
    spent: Engine, sit_down: Callable[..., Desk]
) -> None:
    rows = len(spent.runtime.store.all_rows())
    owner = sit_down("office-director", device=Device.PHONE)
    page = owner.page
    owner.move("/studio/spend/try")
    owner.press("开始试跑")

    begin_and_check(owner, "4999")
    expect(page.get_by_text("流程走完了")).to_be_visible()
    owner.press("重新开始")
    begin_and_check(owner, "5001")
    expect(page.get_by_role("button", name="总经理批准", exact=True)).to_be_visible()
    expect(page.get_by_text("amount > 5000").first).to_be_visible()
    assert (owner.barriers(), owner.overflow()) == ([], 0)
    page.get_by_role("button", name="的身份提交").click()
    page.get_by_role("button", name="到下一件自动发生的事").click()

    expect(page.get_by_text("流程走完了")).to_be_visible()
    assert len(spent.runtime.store.all_rows()) == rows


def begin_and_check(owner: Desk, amount: str) -> None:
    """Ask for so much as the owner, and check it as the manager."""
    page: Page = owner.page
    owner.wait_for_form()
    owner.fill("事由", "试一试")
    owner.fill("金额", amount)
    page.get_by_role("button", name="的身份发起").click()
    expect(page.get_by_role("button", name="经理核对", exact=True)).to_be_visible()
    owner.wait_for_form()
    page.get_by_role("button", name="的身份提交").click()
