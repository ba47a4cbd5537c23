"""An auditor reads why a case went back, follows a finding, and takes the evidence along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from engine.bootstrap import Runtime
from engine.bpmn.layout import layout
from engine.embedding import Engine
from engine.errors import NotPermitted
from engine.evidence import check_evidence
from engine.store.sql_store import SqlStore
from tests.e2e.desk import Desk
from tests.e2e.seat import Device
from tests.history.looping import REVIEW
from tests.history.test_places import approve, call, line, process

pytestmark = pytest.mark.browser


@pytest.fixture
def cases(engine: Engine, tmp_path: Path) -> list[str]:
    """One case that went back twice, one that did not; somebody tried what was not theirs."""
    file = tmp_path / "looks.bpmn"
    file.write_text(REVIEW, encoding="utf-8")
    file.write_bytes(layout(file.read_bytes(), file=file.name))
    runtime = engine.runtime
    runtime.deploy([("looks.bpmn", file.read_bytes())], runtime.person("admin"), draft=True)
    found = []
    for answers in ((2, 1, 0), (0,)):
        case = engine.start("looks", {}, by="admin").id
        found.append(case)
        for missing in answers:
            (item,) = engine.worklist(instance=case)
            with pytest.raises(NotPermitted):
                engine.complete(item.id, {"missing": 0}, by="cashier")
            engine.complete(item.id, {"missing": missing}, by="salesperson")
    return found


def test_auditor_sees_which_row_was_altered_and_reads_registers(
    cases: list[str], engine: Engine, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    """Somebody changes what was sent in the file itself; the page says in which row."""
    alter(engine.runtime, cases[1])
    auditor = sit_down("auditor", Device.DESK, "dark")
    page = auditor.page
    auditor.go(f"/audit/cases/{cases[1]}/replay")
    auditor.press("现在核验")
    expect(page.get_by_text("这份记录不可信")).to_be_visible()
    expect(page.locator(".check.failed", has_text="记录链")).to_contain_text("行起对不上")
    assert auditor.barriers() == []
    page.locator(".check.failed").get_by_role("link").first.click()
    expect(page.locator(".player-place")).to_have_text("2 / 2")
    auditor.move("/registers?register=seal")
    expect(page.get_by_role("cell", name="公司印章", exact=True).first).to_be_visible()
    assert auditor.barriers() == []
    auditor.move("/audit?tab=search&status=completed")
    expect(page.locator(".row-link").first).to_be_visible()
    assert auditor.barriers() == []

    pocket = sit_down("auditor", Device.PHONE)
    pocket.move("/audit")
    pocket.page.get_by_role("button", name="被拒绝的操作").click()
    expect(pocket.page.locator(".row").first).to_be_visible()
    assert (pocket.overflow(), pocket.barriers()) == (0, [])
    pocket.press("全部发现")
    expect(pocket.page.locator(".kinds")).to_be_visible()


def alter(runtime: Runtime, case: str) -> None:
    """Write another answer into the row of a completion, past the triggers."""
    (row,) = [one for one in runtime.store.rows(case) if one.type == "WorkItemCompleted"]
    body = row.body.replace(b'"missing":0', b'"missing":7')
    assert body != row.body
    assert isinstance(runtime.store, SqlStore)
    with runtime.store.database.write() as connection:
        connection.execute(text("DROP TRIGGER log_refuses_update"))
        changed = text("UPDATE log SET body = :body WHERE seq = :seq")
        connection.execute(changed, {"body": body, "seq": row.seq})


@pytest.mark.journey("auditor", 1)
def test_auditor_reads_why_a_case_went_back_and_takes_the_evidence_along(
    cases: list[str], sit_down: Callable[..., Desk]
) -> None:
    auditor = sit_down("auditor")
    follow_a_finding(auditor)
    read_why(auditor, cases[0])
    take_evidence(auditor)


@pytest.mark.journey("auditor", 2)
def test_auditor_sees_where_two_cases_went_apart_at_the_desk_and_on_the_phone(
    cases: list[str], engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    compare(sit_down("auditor"), cases)

    pocket = sit_down("auditor", Device.PHONE, "dark")
    pocket.move(f"/audit/cases/{cases[0]}/replay?step=2")
    expect(pocket.page.locator(".here-badge")).to_be_visible()
    assert pocket.overflow() == 0
    assert pocket.barriers() == []
    pocket.picture("apart-pocket")
    step_into_the_called_process(pocket, engine)
    pocket.move("/registers")
    expect(pocket.page.locator(".register, .state")).to_be_visible()
    assert pocket.barriers() == []
    assert pocket.overflow() == 0


def step_into_the_called_process(auditor: Desk, engine: Engine) -> None:
    """Ids are the same in both diagrams; each shows what is in it alone."""
    own = approve("批准采购") + call("c", "use") + line("s", "approve", "c", "e")
    use = process("use", approve("审批用印") + line("s", "approve", "e"))
    drawn = [
        (file, layout(content, file=file))
        for file, content in (("buys.bpmn", process("buys", own)), ("use.bpmn", use))
    ]
    engine.runtime.deploy(drawn, engine.runtime.person("admin"), draft=True)
    case = engine.start("buys", {}, by="admin").id
    engine.complete(engine.worklist(instance=case)[0].id, {}, by="gm")
    page = auditor.page
    auditor.move(f"/cases/{case}")
    expect(page.locator(".diagram-where")).to_have_text("当前：审批用印（use）")
    expect(page.locator(".is-current[data-element-id=approve]")).to_be_visible()
    auditor.press("返回“buys”")
    expect(page.locator(".is-current")).to_have_count(0)
    expect(page.locator(".is-done[data-element-id=approve]")).to_be_visible()
    expect(page.locator(".is-within[data-element-id=c]")).to_be_visible()
    assert auditor.barriers() == []
    assert auditor.overflow() == 0
    page.get_by_role("button", name="进入所调用的流程“use”").click()
    expect(page.locator(".is-current[data-element-id=approve]")).to_be_visible()


def follow_a_finding(auditor: Desk) -> None:
    """From what was refused to a note on it; from the search to the case in which it was tried."""
    page = auditor.page
    page.get_by_role("link", name="审计").click()
    page.get_by_role("button", name="被拒绝的操作").click()
    expect(page.locator(".row")).to_have_count(4)
    page.get_by_role("button", name="标为看过").first.click()
    page.get_by_label("看了什么").fill("出纳点错了,已告知")
    auditor.press("记下")
    expect(page.locator(".finding-note")).to_contain_text("出纳点错了")
    page.get_by_role("switch").click()
    expect(page.locator(".row")).to_have_count(3)
    assert auditor.barriers() == []
    page.get_by_role("tab", name="查案件").click()
    auditor.move("/audit?tab=search&person=salesperson")
    expect(page.get_by_text("共 2 件")).to_be_visible()
    auditor.press("保存当前条件")
    page.get_by_label("给这组条件起个名字").fill("业务员经手")
    page.get_by_label("与审计员共用").check()
    auditor.press("保存")
    expect(page.get_by_role("button", name="业务员经手2", exact=True)).to_be_visible()
    assert auditor.barriers() == []
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()
    assert Path(started.value.path()).read_text(encoding="utf-8").count("\n") == 3
    page.locator(".row-link").nth(1).click()


def read_why(auditor: Desk, case: str) -> None:
    """By keyboard through the steps, with the loop as it happened and its reason."""
    page = auditor.page
    expect(page).to_have_url(f"{auditor.address}/audit/cases/{case}/replay")
    expect(page.locator(".here-badge")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".player-place")).to_have_text("2 / 4")
    expect(page.locator(".reason-way")).to_have_text("“齐备?”之后走向“复核材料”")
    expect(page.locator(".reason-code")).to_have_text("missing > 0")
    expect(page.get_by_text("条件成立：")).to_be_visible()
    expect(page.locator(".step-row .tag", has_text="第 2 遍").first).to_be_visible()
    expect(page.locator(".times-badge")).to_contain_text("2 次")
    expect(page.locator(".changed ins")).to_have_text("2")
    auditor.picture("why-back")
    assert auditor.barriers() == []
    page.keyboard.press("End")
    expect(page.get_by_text("此刻已结束")).to_be_visible()
    page.keyboard.press("Home")
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".player-place")).to_have_text("2 / 4")
    page.locator(".djs-element[data-element-id=review] .djs-hit").first.click(force=True)
    expect(page.locator(".player-place")).to_have_text("3 / 4")
    page.get_by_label("跳到某一步").click()
    page.get_by_title("1 · ").first.click()
    expect(page.locator(".player-place")).to_have_text("1 / 4")
    page.locator(".replay-head h1").click()
    page.keyboard.press(" ")
    expect(page.locator(".player-place")).not_to_have_text("1 / 4")


def take_evidence(auditor: Desk) -> None:
    """A verdict in plain words, and a file that passes every check by itself."""
    page = auditor.page
    auditor.press("现在核验")
    expect(page.get_by_text("这份记录可信")).to_be_visible()
    expect(page.locator(".check")).to_have_count(4)
    auditor.picture("why-verdict")
    assert auditor.barriers() == []
    with page.expect_download() as started:
        page.get_by_text("导出证据").click()
    checked = check_evidence(Path(started.value.path()).read_bytes())
    assert all(one.passed for one in checked), checked


def compare(auditor: Desk, cases: list[str]) -> None:
    """Where two cases went apart, with both reasons."""
    auditor.go(f"/audit/compare?left={cases[0]}&right={cases[1]}")
    expect(auditor.page.get_by_text("从这里走向不同")).to_be_visible()
    expect(auditor.page.locator(".compare-row.left")).to_have_count(2)
    auditor.picture("apart")
    assert auditor.barriers() == []
