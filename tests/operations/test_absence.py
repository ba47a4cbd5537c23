"""People who are away: what they alone may do is due when they have had the time for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Engine, open_engine
from engine.approving import Asking
from engine.clock import FixedClock
from engine.core.absence import Whereabouts, common, left_of, moved
from engine.core.calendar import WorkingCalendar
from engine.counting import Counting
from engine.errors import InvalidCommand, InvalidState, NotFound, NotPermitted
from engine.moving import Moving, Who
from engine.people_records import Away, Wish
from engine.store.people_records import people_records_of
from tests.operations.conftest import MORNING
from tests.operations.structures import FORM, A, B, chain, diagram, task

CALENDAR = b"""
zone: Asia/Shanghai
weekend: [saturday, sunday]
years: {2026: {confirmed: true}}
departments: {sales: {2026-11-24: {off: "\xe5\x9b\xa2\xe5\xbb\xba"}}}
"""


def due(element: str, count: int, *, who: str = "", more: str = "") -> str:
    when = f'guicheng:due="= workdays after(now(), {count}{more})" guicheng:reminder="= workdays '
    drawn = task(element).replace("<userTask", f'<userTask {when}after(now(), 1{more})"')
    return drawn.replace('kind="user" value="purchaser"', who) if who else drawn


FORMS = ("due", "shared")
BOTH = 'kind="user" value="purchaser"/><guicheng:assignment kind="user" value="office-director"'
SALES = 'kind="user" value="sales-manager"'
FILES = [
    ("due.bpmn", diagram("due", due("a", 2) + chain("s", "a", "e"))),
    ("shared.bpmn", diagram("shared", due("a", 2, who=BOTH) + chain("s", "a", "e"))),
    ("sales.bpmn", diagram("sales", due("a", 2, who=SALES) + chain("s", "a", "e"))),
    (
        "named.bpmn",
        diagram("named", due("a", 2, who=SALES, more=", &quot;sales&quot;") + chain("s", "a", "e")),
    ),
    ("note.form", FORM),
    ("calendar.yaml", CALENDAR),
]


@pytest.fixture(params=["sqlite", "memory"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'a.db'}"
    with open_engine(url, clock=FixedClock(MORNING)) as engine:
        engine.runtime.deploy(FILES, engine.runtime.person("admin"))
        yield engine


def away(office: Engine, who: str, days: int, *, by: str = "") -> str:
    asked = Away(person=who, ends_at=MORNING + timedelta(days=days), reason="年假")
    return office.runtime.absences.record(asked, office.runtime.person(by or who)).id


def due_days(office: Engine, process: str) -> int:
    """After how many days a case's task is due that begins now; its history has to hold."""
    case = office.start(process, {"note": "n"}, by="salesperson")
    assert office.replay(case.id).equal
    assert office.verify(case.id).ok
    office.runtime.cache.discard(case.id)
    state = office.runtime.live(case.id).state
    item = office.worklist(instance=case.id)[0]
    assert item.view.due_at == state.work_items[item.id].due_at
    assert item.view.due_at is not None
    return (item.view.due_at - MORNING).days


def test_work_is_due_later_while_all_who_may_do_it_are_away(office: Engine) -> None:
    assert due_days(office, "due") == 2
    stream = away(office, A, 2)  # Monday and Tuesday
    assert due_days(office, "due") == 4
    assert due_days(office, "shared") == 2
    away(office, B, 1, by="admin")
    assert due_days(office, "shared") == 3

    office.runtime.absences.end(stream, office.runtime.person(A))

    assert due_days(office, "due") == 2


def test_reminder_waits_with_the_due_time(office: Engine) -> None:
    away(office, A, 2)
    case = office.start("due", {"note": "n"}, by="salesperson")

    pending = next(iter(office.runtime.live(case.id).state.work_items.values())).deadlines

    assert pending is not None
    assert [at - MORNING for _, at in pending.moments] == [timedelta(days=3)]


def test_substitute_is_there_for_who_is_away(office: Engine) -> None:
    away(office, A, 2)
    wish = Wish(person=A, substitute="hr-admin", ends_at=MORNING + timedelta(days=1))
    office.runtime.substitutions.name(wish, office.runtime.person(A))

    assert due_days(office, "due") == 3


def test_days_of_the_department_that_does_it_count_unless_the_diagram_names_one(
    office: Engine,
) -> None:
    assert due_days(office, "sales") == 3
    assert due_days(office, "named") == 3


def test_absence_is_recorded_by_who_is_away_for_a_time_that_makes_sense(office: Engine) -> None:
    absences, person = office.runtime.absences, office.runtime.person
    later = MORNING + timedelta(days=1)
    for asked, by, refusal in (
        (Away(person=A, ends_at=later), B, NotPermitted),
        (Away(person="nobody", ends_at=later), "admin", InvalidCommand),
        (Away(person=A, ends_at=MORNING), A, InvalidCommand),
        (Away(person=A, ends_at=MORNING + timedelta(days=400)), A, InvalidCommand),
    ):
        with pytest.raises(refusal):
            absences.record(asked, person(by))
    stream = away(office, A, 1)
    with pytest.raises(NotFound):
        absences.end(stream, person(B))
    absences.end(stream, person(A))
    with pytest.raises(InvalidState):
        absences.end(stream, person(A))
    with pytest.raises(NotPermitted):
        absences.listed(person(A), everybody=True)
    assert [row.ended_by for row in absences.listed(person("admin"), everybody=True)] == [A]
    assert office.verify(stream).ok


def open_due(office: Engine, case: str) -> tuple[int, list[int]]:
    """In how many days it is due, and when somebody is reminded; the history has to hold."""
    assert office.replay(case).equal
    state = office.runtime.live(case).state
    office.runtime.cache.discard(case)
    assert office.runtime.live(case).state == state
    [item] = office.worklist(instance=case)
    now = state.work_items[item.id]
    assert item.view.due_at == now.due_at
    assert now.due_at is not None
    assert now.deadlines is not None
    reminders = [(at - MORNING).days for _, at in now.deadlines.moments]
    return (now.due_at - MORNING).days, reminders


def test_open_work_is_due_later_once_somebody_goes_away_and_as_before_when_they_do_not(
    office: Engine,
) -> None:
    runtime = office.runtime
    alone, shared = (office.start(one, {"note": "n"}, by="salesperson").id for one in FORMS)
    stream = away(office, A, 2)
    runtime.worker.run_due()
    assert open_due(office, alone) == (4, [3])
    assert open_due(office, shared) == (2, [1])
    versions = [runtime.live(one).version for one in (alone, shared)]

    runtime.worker.run_due()
    engine, records = (runtime.store, runtime.dispatcher), people_records_of(runtime.store)
    begun_anew = Counting(engine, records, runtime.people, runtime.clock)
    assert begun_anew.run() == 0
    assert [runtime.live(one).version for one in (alone, shared)] == versions

    second = away(office, A, 3)  # Wednesday too
    later = office.start("due", {"note": "n"}, by="salesperson").id
    runtime.worker.run_due()
    assert open_due(office, alone) == open_due(office, later) == (7, [4])
    runtime.absences.end(second, runtime.person(A))
    runtime.worker.run_due()
    assert open_due(office, alone) == open_due(office, later) == (4, [3])
    runtime.absences.end(stream, runtime.person(A))
    assert Counting(engine, records, runtime.people, runtime.clock).run() == 2
    runtime.worker.run_due()
    assert open_due(office, alone) == open_due(office, later) == (2, [1])


def test_who_takes_work_over_has_it_counted_by_their_own_absence_alone(office: Engine) -> None:
    runtime = office.runtime
    away(office, A, 1)
    case = office.start("due", {"note": "n"}, by="salesperson").id
    assert open_due(office, case) == (3, [2])
    [item] = office.worklist(instance=case)
    to = Asking(runtime.people, item.id).to_transfer(B, "出差")
    runtime.dispatch(to, runtime.person(A))
    stream = away(office, B, 2)
    runtime.worker.run_due()

    assert open_due(office, case) == (7, [4])
    runtime.absences.end(stream, runtime.person(B))
    runtime.worker.run_due()
    assert open_due(office, case) == (3, [2])


def test_absence_counts_once_a_suspended_case_goes_on(office: Engine) -> None:
    runtime, moving = office.runtime, Moving(office.runtime)
    admin = Who(actor=runtime.person("admin"))
    case = office.start("due", {"note": "n"}, by="salesperson").id
    moving.suspend(case, "核查", admin)
    away(office, A, 2)  # of which two minutes are over when it is counted
    runtime.worker.run_due()
    assert open_due(office, case) == (2, [1])
    moving.resume(case, "", admin)
    clock = runtime.clock
    assert isinstance(clock, FixedClock)
    clock.advance(timedelta(minutes=2))
    runtime.worker.run_due()

    assert open_due(office, case) == (3, [2])


def test_superior_and_owner_hear_of_a_due_time_that_moved_where_the_company_says_so() -> None:
    figures = b"parameters: {absence_told: {value: superior owner}}"
    with open_engine("memory:", clock=FixedClock(MORNING)) as engine:
        runtime = engine.runtime
        runtime.deploy([*FILES, ("parameters.yaml", figures)], runtime.person("admin"))
        engine.start("due", {"note": "n"}, by="salesperson")
        away(engine, A, 2)
        runtime.worker.run_due()
        runtime.notifications.run()
        above = runtime.person(A).reports_to
        assert above is not None
        [told] = [n for n in runtime.notifications.of(above) if n.kind.value == "due-moved"]
        assert told.about["note"] == "现在的期限：2026-11-27 09:00"


HOURS = st.integers(0, 24 * 60)
SPANS = st.lists(
    st.tuples(HOURS, st.integers(0, 400)).map(
        lambda one: (
            MORNING + timedelta(hours=one[0]),
            MORNING + timedelta(hours=one[0] + one[1]),
        )
    ),
    max_size=4,
)


@given(SPANS, SPANS, st.integers(0, 30))
def test_due_time_moves_by_what_is_missed_and_never_to_earlier(
    mine: list[tuple[datetime, datetime]], yours: list[tuple[datetime, datetime]], days: int
) -> None:
    calendar = WorkingCalendar()
    both = common([mine, yours])
    due_at = calendar.add_workdays(MORNING, days)

    alone = moved(due_at, MORNING, calendar, Whereabouts(away=common([mine])))
    together = moved(due_at, MORNING, calendar, Whereabouts(away=both))

    assert due_at <= together <= alone
    assert left_of(both, mine) == left_of(both, yours) == ()
    assert common([mine, left_of(yours, mine)]) == ()


def test_nobody_is_away_where_nobody_is_meant() -> None:
    assert common([]) == ()
    assert moved(datetime(2026, 11, 24, tzinfo=UTC), MORNING, WorkingCalendar(), Whereabouts()) == (
        datetime(2026, 11, 24, tzinfo=UTC)
    )
