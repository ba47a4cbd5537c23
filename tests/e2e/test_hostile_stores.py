"""A hostile text in every stored text: its page shows it as a text, and nothing runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Dialog, Locator, expect
from playwright.sync_api import TimeoutError as TooLate

from engine.bootstrap import Options
from engine.core.ids import UserId
from engine.embedding import Engine, open_engine
from tests.e2e.desk import PASSWORD, Desk
from tests.e2e.hostile import CASE, Texts, deploy, draw, organise, send

pytestmark = pytest.mark.browser

TEXTS = Texts()
CORRECTED = "/audit/cases/{case}/replay?at={row}"
MOVED = "/cases/{moved}"
PEOPLE = ("salesperson", "sales-manager", "admin")
SHOWN = """marks => {
  const told = ['value', 'placeholder', 'title', 'alt', 'aria-label'];
  const parts = [document.title, document.body.textContent];
  for (const one of document.querySelectorAll('input, textarea, [title], [alt], [aria-label]'))
    for (const name of told) parts.push(one[name] ?? '', one.getAttribute(name) ?? '');
  const whole = parts.join(' ');
  return marks.filter(mark => !whole.includes(mark));
}"""
"""The marks that the page does not show."""
ACTING = "script:not([src]), iframe[srcdoc], [onerror], [onload], [ontoggle], [onfocus]"
ADMINS_LOGINS = "登录 江一帆"
TOO_SLOW = 4_000


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that files bring in, and what owners and administrators leave behind."""
    path = tmp_path_factory.mktemp("stores") / "cases.db"
    with open_engine(f"sqlite:///{path}", options=Options(quick_passwords=True)) as engine:
        deploy(engine, TEXTS)
        draw(engine, TEXTS)
        organise(engine, TEXTS)
        for login in PEOPLE:
            engine.runtime.accounts.set_password(UserId(login), PASSWORD)
    return path


def test_every_stored_text_is_shown_as_a_text(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    clerk, head, admin = (sit_down(login) for login in PEOPLE)
    case = work_on_a_case(engine, clerk, head, admin)
    moved = move_a_case(engine, clerk, admin)
    keep_house(engine, admin, case)

    places = {"case": case, "moved": moved, "row": str(changed_in(engine, case))}
    link = f"/audit?tab=search&text={quote(TEXTS.on('/link', '链接'))}"
    TEXTS.of[link] = TEXTS.of.pop("/link")  # stored nowhere: what a link brings in

    missing = {}
    for place, marks in TEXTS.of.items():
        path = place
        for name, value in places.items():
            path = path.replace(f"{{{name}}}", value)
        left = shown_on(admin, path, marks)
        if left:
            missing[path] = left
    assert missing == {}
    see_in_a_dialog(head.page.locator(".bell"), head, "催办")
    admin.move("/people")
    see_in_a_dialog(admin.page.get_by_role("button", name=ADMINS_LOGINS), admin, "令牌")


def work_on_a_case(engine: Engine, clerk: Desk, head: Desk, admin: Desk) -> str:
    """One case on which people do all that asks for a reason or a note."""
    on = TEXTS.on
    case: str = send(
        clerk,
        "POST",
        "/definitions/pick/start",
        {"variables": {"matter": on(CASE, "事项", "/cases", "/audit/cases/{case}/replay")}},
    )["id"]
    of_case = f"/instances/{case}"

    def item() -> str:
        return engine.worklist(instance=case)[0].id

    send(clerk, "POST", f"/work-items/{item()}/urge", {"reason": on(CASE, "催办")})
    engine.runtime.notifications.run()  # nobody is told of what is over when its turn comes
    send(clerk, "POST", f"{of_case}/copy", {"to": ["gm"], "note": on(CASE, "抄送")})
    send(admin, "POST", f"{of_case}/suspend", {"reason": on(CASE, "暂停")})
    send(admin, "POST", f"{of_case}/resume", {"reason": on(CASE, "恢复")})
    changed = {"variables": {"matter": on(CORRECTED, "更正值")}, "reason": on(CASE, "更正")}
    send(admin, "POST", f"{of_case}/variables", changed)
    named = {"element_id": "check", "people": ["sales-manager"], "reason": on(CASE, "办理人")}
    send(admin, "POST", f"{of_case}/approvers", named)
    send(
        admin,
        "POST",
        f"/work-items/{item()}/priority",
        {"priority": 90, "reason": on(CASE, "缓急")},
    )
    asked = {"to": ["gm"], "place": "before", "reason": on(CASE, "加签")}
    send(head, "POST", f"/work-items/{item()}/signers", asked)
    send(
        head,
        "POST",
        f"/work-items/{item()}/signers/remove",
        {"who": "gm", "reason": on(CASE, "减签")},
    )
    send(head, "POST", f"/work-items/{item()}/delegate", {"to": "gm", "reason": on(CASE, "委派")})
    return case


def changed_in(engine: Engine, case: str) -> int:
    """The row in which an administrator corrected the case."""
    rows = engine.runtime.store.rows(case)
    return next(row.version for row in rows if "CorrectVariables" in row.type)


def move_a_case(engine: Engine, clerk: Desk, admin: Desk) -> str:
    """Another case, which an administrator moves by hand, ends and lets begin again."""
    on = TEXTS.on
    started = {"variables": {"matter": "x"}}
    case: str = send(clerk, "POST", "/definitions/pick/start", started)["id"]
    of_case = f"/instances/{case}"
    (token,) = [token for _, token in engine.runtime.live(case).positions()]
    moved = {"tokens": [token], "to": "choose", "reason": on(MOVED, "跳转")}
    send(admin, "POST", f"{of_case}/jump", moved)
    send(admin, "POST", f"{of_case}/terminate", {"reason": on(MOVED, "终止")})
    send(admin, "POST", f"{of_case}/revive", {"to": "check", "reason": on(MOVED, "恢复运行")})
    (item,) = engine.worklist(instance=case)
    passed = {"to": "gm", "reason": on(MOVED, "转办")}
    send(admin, "POST", f"/work-items/{item.id}/transfer", passed)
    return case


def keep_house(engine: Engine, admin: Desk, case: str) -> None:
    """What administrators and auditors write beside cases."""
    on = TEXTS.on
    day = engine.runtime.clock.now().date() + timedelta(days=3)
    named = {
        "day": day.isoformat(),
        "kind": "off",
        "name": on(f"/calendar?year={day.year}", "假日"),
    }
    send(admin, "PUT", "/calendar/days", named)
    change: dict[str, Any] = {"entries": {"people": {"gm": {"rank": 99}}}}
    reason = on("/people?view=changes", "组织变更")
    send(admin, "POST", "/organisation/changes", {**change, "reason": reason})
    previewed = send(
        admin, "POST", "/batches/preview", {"action": "suspend", "selection": {"ids": [case]}}
    )
    started = {
        "digest": previewed["digest"],
        "reason": on("/batches", "批量", f"/batches/{previewed['id']}"),
    }
    send(admin, "POST", f"/batches/{previewed['id']}/run", started)
    typed = {"data": {"matter": on("/start/pick", "表单草稿")}, "version": 0}
    send(admin, "PUT", "/definitions/pick/draft", typed)
    token = {"name": on("/dialog", "令牌"), "scopes": ["read"]}
    send(admin, "POST", "/tokens", token)
    TEXTS.of.pop("/dialog")  # looked at by themselves
    figure = {"id": "parameters.host_days", "was": "2", "value": "3"}
    note = on("/studio/parameters?figure=parameters.host_days", "参数说明")
    send(admin, "POST", "/figures", {"changes": [figure], "note": note})
    kinds = admin.context.request.get(f"{admin.address}/api/v1/audit/findings").json()["items"]
    kind = next(one["id"] for one in kinds if one["count"])
    found = admin.context.request.get(f"{admin.address}/api/v1/audit/findings/{kind}").json()
    noted = {"ref": found["items"][0]["ref"], "text": on(f"/audit?kind={kind}", "发现备注")}
    send(admin, "POST", f"/audit/findings/{kind}/notes", noted)


def see_in_a_dialog(opener: Locator, desk: Desk, what: str) -> None:
    """What a button opens shows the text as a text."""
    opener.click()
    expect(desk.page.locator("body")).to_contain_text(f"〔{what}〕")
    assert desk.page.evaluate("window.ran") is None
    expect(desk.page.locator(ACTING)).to_have_count(0)


def shown_on(desk: Desk, path: str, marks: list[str]) -> list[str]:
    """The marks that the page does not come to show. That a text ran fails."""
    page = desk.page
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    desk.move(path)
    if path.startswith("/cases/"):
        page.get_by_text("全部记录", exact=True).click()
    with suppress(TooLate):
        page.wait_for_function(
            f"marks => !({SHOWN})(marks).length", arg=marks, timeout=TOO_SLOW, polling=100
        )
    left: list[str] = page.evaluate(SHOWN, marks)
    assert page.evaluate("window.ran") is None, path
    expect(page.locator(ACTING)).to_have_count(0)
    assert dialogs == []
    page.remove_listener("dialog", refuse)
    return left
