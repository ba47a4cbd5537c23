"""The worker: connectors that fail, that crash, that recover; one bad case never stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.connectors import Answer, ConnectorFault, ConnectorUnavailable
from engine.core.values import Value
from engine.ports import ReadModel
from engine.worker import FIRST_RETRY, MAX_ATTEMPTS
from tests.properties.office import process

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PHONE = process(
    "office-phone",
    '<startEvent id="begin" name="开始"/>'
    '<serviceTask id="ring" name="通知" guicheng:connector="ring"/>'
    '<endEvent id="done" name="完成"/>',
    "f1 begin ring\nf2 ring done",
)
Fail = Callable[[], Exception | None]


class Phone:
    """A connector that raises what it is told to, and counts its calls."""

    def __init__(self) -> None:
        self.raises: Fail = lambda: None
        self.calls = 0

    def __call__(self, inputs: Mapping[str, Value], registers: ReadModel) -> Answer:
        self.calls += 1
        error = self.raises()
        if error is not None:
            raise error
        return Answer(result="ok")


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(params=["memory", "sqlite"])
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, phone: Phone, clock: FixedClock
) -> Iterator[Engine]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'office.db'}"
    with open_engine(url, clock=clock, options=Options(connectors={"ring": phone})) as engine:
        engine.deploy(PHONE, by="admin")
        yield engine


def unavailable() -> Exception:
    return ConnectorUnavailable("占线", "Expected a free line")


def wait_until_given_up(engine: Engine, clock: FixedClock) -> list[timedelta]:
    """The waits between the attempts, until an incident is open."""
    waits = []
    while not engine.incidents():
        engine.run_due()
        before = clock.now()
        due = engine.runtime.store.next_due()
        if due is not None:
            waits.append(due - before)
            clock.set(due)
    return waits


@pytest.mark.parametrize("failure", [unavailable, lambda: RuntimeError("boom")])
def test_failing_connector_is_tried_again_ever_later_then_becomes_an_incident(
    engine: Engine, phone: Phone, clock: FixedClock, failure: Fail
) -> None:
    phone.raises = failure
    case = engine.start("office-phone", {}, by="gm")

    waits = wait_until_given_up(engine, clock)

    assert phone.calls == MAX_ATTEMPTS
    assert waits == [FIRST_RETRY * 2**n for n in range(MAX_ATTEMPTS - 1)]
    assert [one.element_id for one in engine.incidents(case.id)] == ["ring"]
    assert engine.replay(case.id).equal


def test_connector_that_recovers_goes_on(engine: Engine, phone: Phone, clock: FixedClock) -> None:
    phone.raises = unavailable
    case = engine.start("office-phone", {}, by="gm")
    engine.run_due()
    phone.raises = lambda: None
    clock.advance(FIRST_RETRY)
    engine.run_due()

    assert engine.case(case.id).status == "completed"
    assert engine.replay(case.id).equal


def test_fault_that_cannot_pass_is_an_incident_at_once(engine: Engine, phone: Phone) -> None:
    phone.raises = lambda: ConnectorFault("号码缺失", "Expected a number")
    engine.start("office-phone", {}, by="gm")
    engine.run_due()

    assert phone.calls == 1
    assert len(engine.incidents()) == 1


def test_retried_job_that_fails_again_is_an_incident_again(
    engine: Engine, phone: Phone, clock: FixedClock
) -> None:
    phone.raises = lambda: ConnectorFault("号码缺失", "Expected a number")
    case = engine.start("office-phone", {}, by="gm")
    engine.run_due()
    for calls in (2, 3):
        clock.advance(timedelta(minutes=1))
        engine.retry(engine.incidents()[0].id, by="admin")
        engine.run_due()
        assert phone.calls == calls
        assert len(engine.incidents(case.id)) == 1
    phone.raises = lambda: None
    clock.advance(timedelta(minutes=1))
    engine.retry(engine.incidents()[0].id, by="admin")
    engine.run_due()

    assert engine.case(case.id).status == "completed"
    assert engine.replay(case.id).equal


def test_crash_in_one_case_does_not_stop_the_others(
    engine: Engine, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = engine.start("office-phone", {}, by="gm").id
    good = engine.start("office-phone", {}, by="gm").id
    dispatch = engine.runtime.dispatcher.dispatch

    def crash_for_one(command, *args, **more):
        if command.instance_id == bad:
            raise RuntimeError("a fault of ours")
        return dispatch(command, *args, **more)

    monkeypatch.setattr(engine.runtime.dispatcher, "dispatch", crash_for_one)
    with pytest.raises(RuntimeError, match="a fault of ours"):
        engine.run_due()

    assert engine.case(good).status == "completed"
    assert engine.case(bad).status == "active"
