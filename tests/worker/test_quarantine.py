"""A case on which the worker crashes is recorded, left alone, and released by an administrator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.connectors import Answer
from engine.errors import InvalidState, NotPermitted
from tests.exchange.given import BEGIN, END, SIGNAL, event
from tests.exchange.given import process as drawn
from tests.properties.office import process

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PHONE = process(
    "office-phone",
    '<startEvent id="begin" name="开始"/>'
    '<serviceTask id="ring" name="通知" guicheng:connector="ring"/>'
    '<endEvent id="done" name="完成"/>',
    "f1 begin ring\nf2 ring done",
)
WAITS = drawn(
    "alarm",
    f"{BEGIN}{event('intermediateCatchEvent', 'wait', SIGNAL)}{END}",
    "begin wait done",
)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(params=["memory", "sqlite"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[Engine]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'office.db'}"
    options = Options(connectors={"ring": lambda inputs, registers: Answer(result="ok")})
    with open_engine(url, clock=clock, options=options) as engine:
        engine.deploy(PHONE, WAITS, by="admin")
        yield engine


class Crashing:
    """Stands in the dispatcher's way and crashes on one case."""

    def __init__(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.on = ""
        self.calls = 0
        self.error: Exception = RuntimeError("身份证 110101199001011234")
        dispatch = engine.runtime.dispatcher.dispatch

        def crash_for_one(command: Any, *args: Any, **more: Any) -> Any:
            if command.instance_id != self.on:
                return dispatch(command, *args, **more)
            self.calls += 1
            raise self.error

        monkeypatch.setattr(engine.runtime.dispatcher, "dispatch", crash_for_one)


@pytest.fixture
def crashing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Crashing:
    return Crashing(engine, monkeypatch)


def crash(engine: Engine) -> None:
    with pytest.raises(RuntimeError):
        engine.run_due()


def test_case_that_crashes_is_recorded_and_left_alone_while_others_go_on(
    engine: Engine, crashing: Crashing
) -> None:
    bad = crashing.on = engine.start("office-phone", {}, by="gm").id
    crash(engine)
    good = engine.start("office-phone", {}, by="gm").id

    engine.run_due()
    engine.run_due()

    assert crashing.calls == 1
    assert (engine.case(good).status, engine.case(bad).status) == ("completed", "active")
    (alone,) = engine.quarantines()
    assert (alone.instance_id, alone.name, alone.published_at) == (bad, "CompleteJob", NOW)
    assert alone.data["fault"].startswith("RuntimeError test_quarantine.py:")
    assert "身份证" not in str(alone)
    assert engine.verify().ok


def test_administrator_releases_the_case_and_it_goes_on(engine: Engine, crashing: Crashing) -> None:
    bad = crashing.on = engine.start("office-phone", {}, by="gm").id
    crash(engine)
    with pytest.raises(NotPermitted):
        engine.lift_quarantine(bad, reason="?", by="gm")
    engine.lift_quarantine(bad, reason="试一次", by="admin")
    crash(engine)
    crashing.on = ""
    engine.lift_quarantine(bad, reason="已修复", by="admin")
    engine.run_due()

    assert engine.case(bad).status == "completed"
    assert engine.quarantines() == []
    with pytest.raises(InvalidState):
        engine.lift_quarantine(bad, reason="?", by="admin")
    types = [entry.type for entry in engine.history(f"quarantine:{bad}:2")]
    assert types == [
        *("Command:QuarantineInstance", "InstanceQuarantined"),
        *("Command:LiftQuarantine", "QuarantineLifted"),
    ]
    assert engine.verify().ok


def test_quarantine_outlives_a_rebuild(engine: Engine, crashing: Crashing) -> None:
    bad = crashing.on = engine.start("office-phone", {}, by="gm").id
    crash(engine)
    before = engine.quarantines()

    engine.runtime.store.rebuild()

    assert engine.quarantines() == before
    assert [one.instance_id for one in before] == [bad]
    assert engine.runtime.store.next_due() is None


def test_signal_waits_for_a_case_under_quarantine(engine: Engine, crashing: Crashing) -> None:
    bad, good = (engine.start("alarm", {}, by="gm").id for _ in range(2))
    crashing.on = bad
    with pytest.raises(RuntimeError):
        engine.broadcast("fire", by="admin")
    crash(engine)
    engine.run_due()
    assert (engine.case(good).status, engine.case(bad).status) == ("completed", "active")

    crashing.on = ""
    engine.lift_quarantine(bad, reason="已修复", by="admin")
    engine.run_due()

    assert engine.case(bad).status == "completed"


def test_many_due_in_a_quarantined_case_keep_nothing_else_waiting(
    engine: Engine, crashing: Crashing, clock: FixedClock
) -> None:
    bad = crashing.on = engine.start("office-phone", {}, by="gm").id
    crash(engine)
    clock.advance(timedelta(days=1))

    assert engine.runtime.store.due_jobs(clock.now(), 1) == []
    good = engine.start("office-phone", {}, by="gm").id
    assert [one.instance_id for one in engine.runtime.store.due_jobs(clock.now(), 1)] == [good]
    assert bad != good


def test_database_that_cannot_be_reached_is_not_the_cases_fault(
    engine: Engine, crashing: Crashing
) -> None:
    crashing.on = engine.start("office-phone", {}, by="gm").id
    crashing.error = OperationalError("select", {}, Exception("gone"))
    with pytest.raises(OperationalError):
        engine.run_due()

    assert engine.quarantines() == []
