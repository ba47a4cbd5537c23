"""The demo's cases play through the real command path, at any time of the week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.cli.demo import SHOWN, sample
from engine.clock import FixedClock
from engine.core.calendar import OFFICE_ZONE
from engine.scenarios import Demo, deploy_demo, open_registers, play_demo, read_demo
from engine.scenarios.histories import SPAN, read_histories
from engine.scenarios.office_days import OfficeDays
from engine.scenarios.player import office_time
from tests.scenarios.runner import ADMINISTRATOR, KEPT, ORGANISATION, prover

SMALL = 40
DEPTHS = 12
PART = 4
"""Every which case is proved here; the long test proves all."""
STARTED_BY_PEOPLE = {
    *("office-supplies-request", "office-supplies-monthly", "procurement-request", "goods-return"),
    *("seal-use", "seal-takeout", "seal-incident", "complaint-handling", "visit-reception"),
    *("client-callback", "client-file-creation", "client-file-borrow", "onboarding"),
    *("new-hire-training", "resignation", "fine-collection", "discipline-penalty"),
}
"""The procedures that begin by themselves; the others are called by these, or begin after them."""


def company(demo: Demo, now: datetime) -> tuple[Engine, FixedClock]:
    """A company on the demo's first morning."""
    clock = FixedClock(demo.begins_at(now))
    options = Options(organisation=ORGANISATION, kept=KEPT)
    engine = open_engine("memory:", clock=clock, options=options)
    deploy_demo(engine, demo, by=ADMINISTRATOR)
    open_registers(engine, by=ADMINISTRATOR)
    return engine, clock


def busy(engine: Engine, cases: tuple[str, ...]) -> set[str]:
    """The logins that have something in their inbox."""
    items = [item for case in cases for item in engine.worklist(instance=case)]
    return {login for item in items for login in item.candidates}


def disagreements(engine: Engine, cases: Iterable[str]) -> list[str]:
    """Of the witness, and of the replay that it goes along with; one that says nothing counts."""
    verdicts = [prover(engine).witness(one) for one in cases]
    return [str(verdict) for verdict in verdicts if not verdict.agreed]


def test_half_a_year_of_the_demo_looks_like_a_company_at_work_and_is_proved() -> None:
    # given
    now = office_time("2026-11-22T18:45")
    demo = read_demo()
    engine, clock = company(demo, now)

    # when
    played = play_demo(engine, clock, now, demo)

    # then
    cases = [engine.case(one) for one in played.cases]
    running = [case for case in cases if case.status == "active"]
    stood_at = {item.element_id for case in running for item in engine.worklist(instance=case.id)}
    assert 200 <= len(cases) <= 300
    assert 30 <= len(running) <= 60
    assert len(stood_at) >= DEPTHS
    assert {case.process for case in cases} >= STARTED_BY_PEOPLE
    assert min(case.started_at for case in cases) < now - timedelta(days=150)
    assert busy(engine, played.cases) >= set(SHOWN)
    assert len({case.initiator for case in cases}) >= DEPTHS
    assert played.strayed == ()
    assert engine.incidents() == []

    everything = list(engine.runtime.store.instance_ids())
    assert all(prover(engine).replay(one).identical for one in everything[::PART])
    assert disagreements(engine, sample(engine, everything)[::PART]) == []
    assert engine.verify().ok
    engine.close()


@pytest.mark.long
def test_witness_agrees_on_every_case_of_half_a_year() -> None:
    now = office_time("2027-03-31T12:00")
    demo = read_demo()
    engine, clock = company(demo, now)

    play_demo(engine, clock, now, demo)

    assert disagreements(engine, engine.runtime.store.instance_ids()) == []
    engine.close()


def test_small_demo_plays_and_replays_on_a_holiday_of_another_year() -> None:
    # given
    now = office_time("2027-10-05T23:10")
    demo = read_demo(SMALL)
    engine, clock = company(demo, now)

    # when
    played = play_demo(engine, clock, now, demo)

    # then
    assert len(played.cases) == SMALL
    assert {engine.case(one).process for one in played.cases} >= {
        step.about for case in demo.told for step in case.steps[:1]
    }
    assert {str(engine.case(one).status) for one in played.cases} == {"active", "completed"}
    assert played.strayed == ()
    assert engine.incidents() == []
    assert all(prover(engine).replay(one).equal for one in played.cases)
    assert engine.verify().ok
    engine.close()


def test_invented_cases_are_the_same_each_time_and_differ_from_each_other() -> None:
    first, again = read_histories(), read_histories()

    assert first == again
    assert len({repr(case.steps) + str(case.days_ago) for case in first.cases}) == len(first.cases)
    assert read_histories(9).cases == first.cases[:9]
    assert {case.days_ago for case in first.cases} <= set(range(1, SPAN + 1))


def test_steps_of_invented_cases_lie_in_working_time() -> None:
    demo, now = read_demo(), office_time("2026-11-22T18:45")
    for case in (one for one in demo.invented if not one.begins):
        days = OfficeDays(demo.calendar, case)
        moment = days.begin(now)
        later = days.next(moment)

        assert demo.calendar.is_workday(moment)
        assert moment < later
        assert demo.calendar.is_workday(later)
        assert time(9) <= later.astimezone(OFFICE_ZONE).time() <= time(18)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("T17:05", "2026-11-23T17:05"),
        ("D25T10:00", "2026-11-25T10:00"),
        ("D01T09:00", "2026-12-01T09:00"),
    ],
)
def test_clock_of_a_recipe_names_a_time_of_a_working_day_or_a_day_of_the_month(
    clock: str, expected: str
) -> None:
    demo = read_demo(SMALL)
    days = OfficeDays(demo.calendar, demo.invented[0])

    found = days.after(office_time("2026-11-21T12:00"), clock)  # a Saturday

    assert found == office_time(expected)
