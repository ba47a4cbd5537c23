"""Login and security on the page: sessions, the second factor, quarantined cases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.bootstrap import Options
from engine.core.commands import FireTimer
from engine.core.ids import InstanceId, TimerId
from engine.doors import DoorSettings, Required
from engine.embedding import Engine, open_engine
from engine.identity import totp
from tests.e2e.desk import PASSWORD, Desk
from tests.e2e.seat import Device

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with three passwords and one small process: nothing here needs more."""
    path = tmp_path_factory.mktemp("doors") / "cases.db"
    with open_engine(f"sqlite:///{path}", options=Options(quick_passwords=True)) as engine:
        engine.deploy(HERE / "stuck.bpmn", HERE / "where.form", by="admin")
        for login in ("admin", "salesperson", "gm"):
            engine.runtime.accounts.set_password(login, PASSWORD)
    return path


def shown_code(engine: Engine, login: str) -> str:
    """What the person's authenticator shows."""
    user = engine.runtime.person(login).id
    factor = engine.runtime.doors.stores.factors.factor(user)
    assert factor is not None
    return totp.hotp(factor.secret, totp.step_of(engine.runtime.clock.now()))


def open_security(desk: Desk) -> None:
    desk.page.get_by_title("用户菜单").click()
    desk.page.get_by_role("menuitem", name="登录与安全").click()


def test_person_ends_a_session_and_sets_up_a_second_factor(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    phone, desk = sit_down("salesperson", Device.PHONE), sit_down("salesperson")
    open_security(desk)

    expect(desk.page.get_by_text("当前会话")).to_be_visible()
    desk.page.get_by_role("button", name="结束", exact=False).first.click()
    expect(desk.page.get_by_role("button", name="结束", exact=False)).to_have_count(0)
    phone.go("/inbox")
    expect(phone.page.locator("#password")).to_be_visible()
    phone.complaints.clear()  # the browser tells of the 401

    part = desk.page.get_by_role("region", name="两步登录")
    part.get_by_label("密码").fill(PASSWORD)
    part.get_by_role("button", name="开始启用").click()
    expect(part.get_by_role("img", name="身份验证器用的二维码")).to_be_visible()
    part.get_by_label("动态码").fill(shown_code(engine, "salesperson"))
    part.get_by_role("button", name="确认启用").click()
    expect(part.locator(".recovery-codes li")).to_have_count(10)
    recovery = part.locator(".recovery-codes code").first.inner_text()
    part.get_by_role("button", name="已经保存").click()
    expect(part.get_by_text("还有 10 个恢复码")).to_be_visible()

    phone.page.fill("#login", "salesperson")
    phone.page.fill("#password", PASSWORD)
    phone.page.keyboard.press("Enter")
    phone.page.get_by_label("动态码").fill(recovery)
    phone.page.keyboard.press("Enter")
    expect(phone.page).to_have_url(f"{phone.address}/inbox")
    phone.complaints.clear()


def test_quarantined_case_is_shown_with_its_reason_and_released(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    case = engine.start("stuck", {"facts": "x", "way": "left"}, by="salesperson")
    command = FireTimer(instance_id=InstanceId(case.id), timer_id=TimerId(f"{case.id}-t1"))
    engine.runtime.worker.quarantine.put(command, "fire:1", RuntimeError("secret"))
    admin = sit_down("admin")
    admin.move("/incidents")

    expect(admin.page.get_by_role("region", name="被隔离的案件")).to_contain_text("RuntimeError")
    admin.press("解除隔离")
    dialog = admin.page.get_by_role("dialog")
    dialog.get_by_role("button", name="解除隔离").click()
    expect(dialog.get_by_text("请写明理由")).to_be_visible()
    dialog.get_by_label("理由").fill("已修复")
    dialog.get_by_role("button", name="解除隔离").click()

    expect(admin.page.get_by_role("region", name="被隔离的案件")).to_have_count(0)


@pytest.mark.parametrize("doors", [DoorSettings(second_factor=Required.EVERYBODY)])
def test_required_second_factor_comes_before_anything_else(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    desk = sit_down()
    desk.go("/login")
    desk.page.fill("#login", "gm")
    desk.page.fill("#password", PASSWORD)
    desk.page.keyboard.press("Enter")

    expect(desk.heading("两步登录")).to_be_visible()
    desk.page.get_by_label("密码").fill(PASSWORD)
    desk.press("开始启用")
    expect(desk.page.get_by_role("img", name="身份验证器用的二维码")).to_be_visible()
    desk.page.get_by_label("动态码").fill(shown_code(engine, "gm"))
    desk.press("确认启用")
    desk.press("已经保存")

    expect(desk.page.get_by_role("link", name="发起")).to_be_visible()
