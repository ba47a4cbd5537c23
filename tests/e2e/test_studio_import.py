"""An owner brings in a file of another tool and mends it, without a mouse, beside another owner."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.embedding import Engine
from tests.e2e.desk import Desk
from tests.e2e.seat import Device

pytestmark = pytest.mark.browser
FOREIGN = Path(__file__).with_name("foreign.bpmn")
LATIN_ONLY = "all => all.map(one => one.title).filter(one => !/[一-鿿]/.test(one))"


def choose(page: Page, name: str) -> None:
    """An element by its name, from the list above the properties."""
    page.get_by_label("找图中的元素").focus()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_label("名称", exact=True)).to_have_value(name)


def saved(page: Page) -> None:
    expect(page.locator(".editor-saved")).to_contain_text("已保存")


def mend(page: Page) -> None:
    """Take the other tool's words out and say the same in ours; the check then finds a deadlock."""
    page.locator(".finding-badge[title^=总经理批准]").click()
    expect(page.get_by_label("名称", exact=True)).to_have_value("总经理批准")
    expect(page.locator(".panel-groups .finding.error").first).to_contain_text("其他引擎的扩展")
    page.get_by_role("button", name="删除 camunda:assignee").click()
    page.get_by_role("button", name="删除 flowable:taskListener").click()
    expect(page.get_by_text("文件里还有")).to_have_count(0)
    page.get_by_role("button", name="加一条规则").click()
    page.get_by_label("找谁").click()
    page.keyboard.type("总经理")
    page.keyboard.press("Enter")
    page.get_by_label("表单", exact=True).click()
    page.keyboard.type("asset_booking")
    page.keyboard.press("Enter")
    choose(page, "是")
    page.get_by_label("条件").fill("initiator.rank < 50")
    saved(page)


def draw_by_keyboard(page: Page) -> None:
    """Append a node, name it, connect it: no pointer is used."""
    choose(page, "提出报销")
    page.locator("summary", has_text="画图").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="人办的环节").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("名称", exact=True)).to_be_focused()
    page.keyboard.type("核对单据")
    page.get_by_label("连到").focus()
    page.keyboard.type("都批准")
    page.keyboard.press("Enter")
    expect(page.get_by_label("找图中的元素").locator("xpath=../..")).to_contain_text("顺序流")
    saved(page)


@pytest.mark.usefixtures("company")
def test_owner_mends_a_foreign_file_while_another_owner_saves(
    sit_down: Callable[..., Desk], engine: Engine
) -> None:
    owner = sit_down("office-director", Device.DESK, "dark")
    page, drafts = owner.page, engine.runtime.studio.drafts
    owner.move("/studio")
    page.locator("input[type=file]").set_input_files(FOREIGN)
    expect(page.get_by_text("已自动排版")).to_contain_text("来自另一个工具的文件")
    expect(page.locator("[data-element-id=both]")).to_be_visible()
    assert page.locator(".djs-palette .entry").evaluate_all(LATIN_ONLY) == []
    mend(page)

    # Soundness: either way comes alone to a gateway that waits for both.
    page.get_by_role("button", name="演示反例").first.click()
    expect(page.locator(".is-example")).not_to_have_count(0)
    assert owner.barriers() == []
    page.get_by_role("button", name="停止演示").click()

    draw_by_keyboard(page)
    draft = drafts.read("travel")
    assert "核对单据" in draft.files[0].text
    page.get_by_role("button", name="推演", exact=True).click()
    expect(page.locator(".bts-context-pad").first).to_be_visible()
    page.get_by_role("button", name="推演", exact=True).click()

    # Somebody else saves; the next save of mine is told who and what, and loses nothing.
    theirs = draft.files[0].text.replace("已报销", "已付款")
    drafts.save("travel", engine.runtime.person("admin"), draft.version, {"foreign.bpmn": theirs})
    choose(page, "提出报销")
    owner.may_be_refused = True
    page.get_by_label("名称", exact=True).fill("提交报销")
    bar = page.locator(".ant-alert-error")
    expect(bar).to_contain_text("江一帆")
    expect(bar).to_contain_text("改了“已付款”")
    bar.get_by_role("button", name="保留我的").click()
    with page.expect_download() as kept:
        page.locator(".ant-popover").get_by_role("button", name="保留我的").click()
    assert "已付款" in kept.value.path().read_text(encoding="utf-8")
    saved(page)
    assert "提交报销" in drafts.read("travel").files[0].text
