"""Lines are found with what wrote them, kept as long as they say, and disposed of on the record."""

from __future__ import annotations

from datetime import date

import pytest

from engine import Engine
from engine.clock import FixedClock
from engine.errors import InvalidCommand, NotFound, NotPermitted
from engine.registers import Search, declared_register, desk, entries
from engine.registers.declared import Declared
from engine.scenarios.player import office_time

CALLS = "client_callback"  # ships with readers, among them cs-clerk


def write(engine: Engine, register: str, **line: object) -> str:
    case = engine.start("writer", {"register": register, "line": line}, by="salesperson")
    engine.run_due()
    return case.id


def keys(engine: Engine, search: Search, register: str = CALLS) -> list[str]:
    found = entries(engine.runtime.store, declared_register(register), search)
    return [one.key for one in found]


def test_lines_are_found_by_text_field_and_page(engine: Engine) -> None:
    for client, mode in (("东海食品", "phone"), ("长风物流", "visit"), ("东海渔业", "visit")):
        write(engine, CALLS, client=client, mode=mode, retention="P2Y")

    assert keys(engine, Search(text="东海")) == ["000001", "000003"]
    assert keys(engine, Search(text="电话")) == ["000001"]  # what the code is called
    assert keys(engine, Search(fields={"mode": "visit"})) == ["000002", "000003"]
    assert keys(engine, Search(text="东海", fields={"mode": "visit"})) == ["000003"]
    assert keys(engine, Search(limit=2)) == ["000001", "000002"]
    assert keys(engine, Search(after="000002", limit=2)) == ["000003"]


def test_line_names_the_case_the_step_and_who_wrote_it(engine: Engine) -> None:
    case = write(engine, CALLS, client="东海食品", retention="永久")

    (line,) = entries(engine.runtime.store, declared_register(CALLS), Search())

    assert (line.case, line.element_id, line.version) == (case, "write", 1)
    assert line.written_at == office_time("2026-11-23T09:00")
    assert line.keep_until is None


@pytest.mark.parametrize(
    ("retention", "dated", "until"),
    [
        ("P2Y", None, date(2028, 11, 23)),
        ("P6M", date(2026, 8, 31), date(2027, 2, 28)),
        ("3年", date(2024, 2, 29), date(2027, 2, 28)),
        ("永久", None, None),
        ("在职期间及离职后2年", None, None),
        (None, None, None),
    ],
)
def test_line_is_kept_as_its_retention_says(
    engine: Engine, retention: str | None, dated: date | None, until: date | None
) -> None:
    write(engine, "notes", retention=retention, on=dated)
    register = Declared(name="notes", zh="记事", en="Notes", family="", clauses=(), dated="on")

    (line,) = entries(engine.runtime.store, register, Search())

    assert line.keep_until == until


def test_only_readers_and_who_may_see_all_cases_open_a_register(engine: Engine) -> None:
    store, person = engine.runtime.store, engine.runtime.person
    write(engine, "notes", a=1)

    for reader in ("cs-clerk", "auditor", "admin", "office-director"):
        assert desk.opened(store, person(reader), CALLS).zh == "客户回访记录表"
    for outsider in ("warehouse-keeper", "cashier"):
        with pytest.raises(NotFound, match="Expected an existing register"):
            desk.opened(store, person(outsider), CALLS)
        assert CALLS not in {one.name for one in desk.readable(person(outsider))}
    with pytest.raises(NotFound):
        desk.opened(store, person("cs-clerk"), "notes")  # nobody declared who reads it
    assert desk.opened(store, person("auditor"), "notes").name == "notes"
    with pytest.raises(NotFound):
        desk.opened(store, person("admin"), "nothing")


def test_due_lines_are_disposed_of_by_a_case_and_no_others(
    engine: Engine, clock: FixedClock
) -> None:
    store, admin = engine.runtime.store, engine.runtime.person("admin")
    write(engine, CALLS, client="东海食品", retention="P2Y")
    clock.set(office_time("2027-01-04T09:00"))
    write(engine, CALLS, client="长风物流", retention="P2Y")
    today = date(2028, 11, 23)

    assert keys(engine, Search(due=date(2028, 11, 22))) == []
    assert keys(engine, Search(due=today)) == ["000001"]
    with pytest.raises(NotPermitted):
        desk.disposal(store, engine.runtime.person("cs-clerk"), CALLS, [], today)
    with pytest.raises(InvalidCommand, match="due for disposal"):
        desk.disposal(store, admin, CALLS, ["000002"], today)
    given = desk.disposal(store, admin, CALLS, [], today)
    engine.start(desk.DISPOSAL, {**given, "reason": "保存期满"}, by="admin")
    engine.run_due()

    assert keys(engine, Search()) == ["000002"]
    line = store.register_line(CALLS, "000001")
    assert line is not None
    assert set(line.data) == {"key", "disposed_on", "disposed_by", "disposed_reason"}
    with pytest.raises(InvalidCommand):
        desk.disposal(store, admin, CALLS, [], today)


def test_sheet_has_declared_headings_and_what_wrote_each_line(engine: Engine) -> None:
    case = write(engine, CALLS, client="东海食品", mode="phone", retention="P2Y")
    write(engine, "notes", b=2, a=1)

    told = desk.sheet(engine.runtime.store, declared_register(CALLS), Search(), str)
    plain = desk.sheet(engine.runtime.store, declared_register("notes"), Search(), str)

    headings = [one.zh for one in told.columns]
    assert headings[:3] == ["客户编号", "客户", "回访原因"]
    assert headings[-6:] == ["编号", "案件", "步骤", "登记时间", "登记人", "保存至"]
    assert told.rows[0][1] == "东海食品"
    assert told.rows[0][-6:-3] == ("000001", case, "write")
    assert {one.name for one in plain.columns} >= {"a", "b", "serial"}


def test_people_are_called_by_their_names_where_the_column_says_so(engine: Engine) -> None:
    write(engine, "seal_use_log", applicant="gm", doc_title="gm", retention="P3Y")
    register = declared_register("seal_use_log")

    told = desk.sheet(engine.runtime.store, register, Search(), lambda login: f"<{login}>")

    row = dict(zip((one.name for one in told.columns), told.rows[0], strict=True))
    assert (row["applicant"], row["doc_title"]) == ("<gm>", "gm")
    found = entries(engine.runtime.store, register, Search())
    assert desk.people_of(register, found) == {"gm"}
