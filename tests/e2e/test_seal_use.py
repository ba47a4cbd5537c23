"""Seal use in the browser, from the request to the filed document, and the auditor after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.seat import Device

pytestmark = pytest.mark.browser

TITLE = "用印：恒通物流年度运输合同"


def request_seal(desk: Desk) -> None:
    desk.start("用印")
    desk.choose("印章", "YZ-02 公司合同专用章")
    desk.fill("文件名称", "恒通物流年度运输合同")
    desk.choose("文件类别", "合同")
    desk.fill("对方", "恒通物流有限公司")
    desk.fill("份数", "2")
    desk.tick("对外")
    desk.fill("用印目的", "签订年度运输合同，双方盖章")
    desk.attach("运输合同终稿.pdf")
    desk.send("提交申请")


@pytest.mark.journey("employee", 1)
def test_seal_use_is_filed_when_every_role_does_its_part(
    sit_down: Callable[..., Desk],
) -> None:
    requester = sit_down("salesperson")
    request_seal(requester)
    expect(requester.page.locator(".next-name")).to_have_text("审核用印申请")
    requester.picture("seal-asked")

    agree(sit_down)

    keeper = sit_down("seal-keeper", Device.PHONE)
    keeper.press("认领")
    expect(keeper.page.get_by_text("已认领：核验用印文件")).to_be_visible()
    keeper.move("/inbox?view=mine")
    keeper.page.get_by_role("link", name="核验用印文件", exact=True).click()
    keeper.wait_for_form()
    for check in ("审批手续齐全", "文件已签发", "与批准的文件一致"):
        keeper.tick(check)
    keeper.tick("不是空白文件，或已经总经理特批")
    keeper.tick("核验通过")
    keeper.send()
    keeper.take("用印")
    keeper.may_be_refused = True
    keeper.fill("盖章份数", "3")
    keeper.press("提交")
    refused = keeper.page.get_by_text("盖章份数不得超过批准的份数")
    expect(keeper.page.get_by_label("盖章份数").first).to_be_focused()
    expect(refused).to_be_visible()
    keeper.fill("盖章份数", "2")
    expect(refused).to_be_hidden()
    keeper.send()

    requester.take("上传盖章件")
    requester.attach("盖章件扫描.pdf")
    requester.send()

    file_and_look_back(sit_down, requester)


def agree(sit_down: Callable[..., Desk]) -> None:
    """The head of the department, then the general manager."""
    head = sit_down("sales-manager")
    head.take("审核用印申请")
    head.tick("同意")
    head.send()
    head.leave()

    manager = sit_down("gm")
    manager.take("审批用印")
    expect(manager.page.get_by_text("SEAL-15")).to_be_visible()
    expect(manager.page.locator(".is-current")).not_to_have_count(0)
    manager.tick("同意")
    manager.picture("seal-decision")
    manager.send()
    manager.leave()


def file_and_look_back(sit_down: Callable[..., Desk], requester: Desk) -> None:
    """The last step; then its requester and an auditor look at the ended case."""
    archivist = sit_down("file-keeper")
    archivist.take("按序号归档")
    archivist.fill("归档序号", "1")
    archivist.fill("存放位置", "档案室 3 柜")
    archivist.send()
    expect(archivist.page.get_by_text("已提交，案件办结")).to_be_visible()
    archivist.leave()

    requester.move("/inbox?tab=started")
    requester.page.get_by_role("link", name=TITLE).click()
    expect(requester.heading(TITLE)).to_be_visible()
    expect(requester.page.locator(".head .tag")).to_have_text("已办结")
    expect(requester.page.locator(".timeline")).to_contain_text("审批用印")
    requester.picture("seal-filed")

    auditor = sit_down("auditor")
    auditor.move("/cases")
    auditor.page.get_by_role("link", name=TITLE).click()
    auditor.press("核验")
    expect(auditor.page.get_by_text("记录完整")).to_be_visible()
