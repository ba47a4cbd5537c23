"""How a process ran is counted from the log: by hand, by a recount, alike in every store."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from engine.bootstrap import Options, Runtime
from engine.clock import FixedClock
from engine.core import events as ev
from engine.embedding import Engine
from engine.paths import processes_dir
from engine.ports import Store
from engine.statistics import (
    Asked,
    ElementFigures,
    Report,
    Statistics,
    Where,
    containers_of,
    ways_in,
)
from engine.store.running_tables import handling, tally
from engine.store.sql_statistics import statistics_of
from engine.store.sql_store import SqlStore

DIAGRAM = Path(__file__).with_name("errand.bpmn")
FORM = {
    "type": "default",
    "schemaVersion": 19,
    "id": "errand",
    "components": [{"type": "checkbox", "key": "good", "label": "good", "id": "field_good"}],
}
HOUR = 3_600
MONDAY = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)  # its midnight in Shanghai
PERIOD = Asked(process="errand", since=MONDAY, until=MONDAY + timedelta(days=7))


class Errands:
    """Two cases on two working days, told in office hours."""

    def __init__(self, store: Store) -> None:
        self.clock = FixedClock(MONDAY)
        self.engine = Engine(Runtime(store, Options(clock=self.clock, quick_passwords=True)))
        files = (
            ("errand.bpmn", DIAGRAM.read_bytes()),
            ("errand.form", json.dumps(FORM).encode()),
            ("calendar.yaml", (processes_dir() / "calendar.yaml").read_bytes()),
        )
        runtime = self.engine.runtime
        runtime.deploy(files, runtime.person("admin"))
        self.play()

    def play(self) -> None:
        self.at(1, 9)
        first = self.engine.start("errand", {"good": False}, by="sales-manager").id
        self.at(1, 10)
        self.engine.claim(self.item(first), by="salesperson")
        self.at(1, 11)
        self.engine.complete(self.item(first), {"good": False}, by="salesperson")
        second = self.engine.start("errand", {"good": False}, by="sales-manager").id
        self.at(1, 17)
        self.engine.complete(self.item(first), {"good": True}, by="warehouse-keeper")
        self.at(2, 10)
        self.engine.complete(self.item(second), {"good": False}, by="new-hire")
        self.at(2, 11)
        self.engine.complete(self.item(second), {"good": False}, by="warehouse-keeper")
        self.at(2, 12)
        self.cases = (first, second)

    def at(self, day: int, hour: int) -> None:
        self.clock.set(MONDAY + timedelta(days=day - 1, hours=hour))

    def item(self, case: str) -> str:
        (item,) = self.engine.worklist(instance=case)
        return item.id

    def report(self, asked: Asked = PERIOD) -> Report:
        runtime = self.engine.runtime
        root = runtime.bundles.bundle(runtime.bundles.latest("errand"))
        ways = ways_in(root.process, root.called.get)
        calendar = runtime.bundles.calendar()
        return runtime.statistics.report(asked, self.clock.now(), calendar, containers_of(ways))


@pytest.fixture
def errands(store: Store) -> Errands:
    return Errands(store)


def by_place(report: Report) -> dict[tuple[str, str], ElementFigures]:
    return {(one.process, one.element_id): one for one in report.elements}


def test_figures_are_those_counted_by_hand(errands: Errands) -> None:
    report = errands.report()

    found = by_place(report)
    take, inspect = found["", "take"], found["inspection", "inspect"]
    assert (take.visits, take.open, take.items, take.people) == (3, 1, 3, 2)
    assert (take.waiting.clock.total, take.in_hand.clock.total) == (24 * HOUR, HOUR)
    assert take.waiting.working is not None
    assert (take.waiting.working.median, take.waiting.working.p90) == (HOUR, 7 * HOUR)
    assert (take.whole.clock.median, take.whole.clock.p90) == (2 * HOUR, 23 * HOUR)
    assert (take.due, take.late) == (3, 1)
    assert inspect.in_hand.working is not None
    assert (inspect.in_hand.clock.total, inspect.in_hand.working.total) == (7 * HOUR, 6 * HOUR)
    assert found["", "check"].lost == (0, 0, 0)  # what is inside it is not counted twice
    assert {one.flow_id: one.taken for one in report.flows if not one.process} == {
        "f1": 2, "f2": 2, "f3": 2, "ok": 1, "again": 1,
    }  # fmt: skip
    totals = report.totals
    assert (totals.started, totals.ended, totals.open, totals.overdue) == (2, 1, 1, 0)
    assert totals.duration.clock.median == 8 * HOUR
    assert [(one.principal, one.open, one.done) for one in report.roles] == [
        ("role:salesperson", 1, 2),
        ("role:warehouse-keeper", 0, 2),
    ]


def test_bottlenecks_are_the_longest_sums_by_rule(errands: Errands) -> None:
    report = errands.report()

    assert report.measure == "working"
    assert [(one.element_id, one.kind, one.seconds) for one in report.bottlenecks] == [
        ("take", "waiting", 9 * HOUR),  # 1 and 7 hours, and one so far of what is open
        ("inspect", "in-hand", 6 * HOUR),
    ]
    assert sum(one.share for one in report.bottlenecks) <= 100


def test_period_is_told_by_day_and_holds_only_what_was_in_it(errands: Errands) -> None:
    tuesday = MONDAY + timedelta(days=1)
    days = errands.report().intervals
    second = errands.report(replace(PERIOD, since=tuesday))

    assert [(one.started, one.ended, one.open, one.overdue) for one in days[:2]] == [
        (2, 1, 1, 1),
        (0, 0, 1, 0),
    ]
    assert len(days) == 7
    assert by_place(second)["", "take"].visits == 1
    assert (second.totals.started, second.totals.ended, second.touched) == (0, 0, 1)
    assert errands.report(replace(PERIOD, digest="sha256:other")).touched == 0
    hours = replace(PERIOD, since=MONDAY + timedelta(hours=10), until=MONDAY + timedelta(hours=12))
    assert {one.flow_id for one in errands.report(hours).flows} == {"f1", "f2", "g1"}
    longer = replace(PERIOD, since=MONDAY - timedelta(hours=1), until=tuesday + timedelta(hours=11))
    (root,) = (one.digest for one in errands.engine.runtime.statistics.versions("errand"))
    for asked in (longer, replace(longer, digest=root)):
        assert by_place(errands.report(asked))["", "take"].visits == 2


def test_visits_flows_and_work_equal_a_recount_of_the_events(errands: Errands) -> None:
    """The recount knows nothing of scopes and stretches: it adds up the decoded history."""
    facts = [one.content for case in errands.cases for one in errands.engine.history(case)]

    report = errands.report()

    came = Counter(f.element_id for f in facts if isinstance(f, ev.ElementActivated))
    came += Counter(f.element_id for f in facts if isinstance(f, ev.ElementPassed))
    assert {one.element_id: one.visits for one in report.elements} == came
    taken = Counter(f.flow_id for f in facts if isinstance(f, ev.FlowTaken))
    assert {one.flow_id: one.taken for one in report.flows} == taken
    began = {f.work_item_id: f.created_at for f in facts if isinstance(f, ev.WorkItemCreated)}
    done = [f for f in facts if isinstance(f, ev.WorkItemCompleted)]
    spent = sum((f.at - began[f.work_item_id] for f in done), timedelta())
    told = sum(one.waiting.clock.total + one.in_hand.clock.total for one in report.elements)
    assert told == spent.total_seconds()


def test_cases_at_an_element_come_the_longest_first(errands: Errands) -> None:
    runtime = errands.engine.runtime
    calendar = runtime.bundles.calendar()

    where, now = Where(("", "take")), errands.clock.now()
    total, found = runtime.statistics.cases(PERIOD, where, now, calendar)
    _, worked = runtime.statistics.cases(PERIOD, Where(("", "take"), "working", 1), now, calendar)

    first, second = errands.cases
    assert (total, [one.head.id for one in worked]) == (2, [second])
    assert [(one.head.id, one.visits, one.clock, one.working, one.late) for one in found] == [
        (second, 2, 23 * HOUR, 7 * HOUR, True),
        (first, 1, 2 * HOUR, 2 * HOUR, False),
    ]


def test_case_that_goes_on_is_counted_anew_and_whoever_looks_first_waits(errands: Errands) -> None:
    before, behind = errands.report(), Statistics(statistics_of(errands.engine.runtime.store))
    errands.engine.complete(errands.item(errands.cases[1]), {"good": True}, by="salesperson")

    done = behind.keep_up(errands.clock.now())
    report = errands.report()

    stored = isinstance(errands.engine.runtime.store, SqlStore)
    assert (done, behind.keep_up(errands.clock.now())) == (1 if stored else 0, 0)
    visits = [by_place(one)["", "take"].open for one in (before, report)]
    assert visits == [1, 0]
    assert sum(one.taken for one in report.flows) == sum(one.taken for one in before.flows) + 2


def test_rebuilding_the_projections_makes_the_same_report(errands: Errands) -> None:
    store, before = errands.engine.runtime.store, errands.report()
    if isinstance(store, SqlStore):
        with store.database.write() as connection:
            connection.execute(tally.update().values(marks=7))
            connection.execute(handling.update().values(turns="[0,0,1]", done=False))
        assert errands.report() != before

    store.rebuild()

    assert errands.report() == before


@pytest.mark.parametrize(
    "store", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_report_costs_eight_statements_and_few_more_when_cases_went_on(errands: Errands) -> None:
    store = errands.engine.runtime.store
    assert isinstance(store, SqlStore)
    report = statements(store, errands.report)

    postgres = store.database.dialect == "postgresql"
    assert (report(), report()) == (9 + postgres, 8)


def statements(store: SqlStore, ask: Callable[[], Any]) -> Callable[[], int]:
    def count() -> int:
        found: list[str] = []
        engine = store.database.engine

        def note(*args: Any) -> None:
            if args[2].startswith("SELECT"):
                found.append(args[2])

        event.listen(engine, "before_cursor_execute", note)
        try:
            ask()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(found)

    return count
