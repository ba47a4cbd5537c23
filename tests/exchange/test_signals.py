"""A signal reaches everybody who waited when it was thrown, once, whatever happens in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import Engine
from engine.clock import FixedClock
from engine.errors import InvalidCommand, NotPermitted
from tests.exchange.given import ALARMS, HEARS, SHOUTS

FLOOR = {"floor": "3"}


@pytest.fixture(autouse=True)
def deployed(engine: Engine) -> None:
    engine.deploy(HEARS, by="admin")


def hearing(engine: Engine, count: int = 3) -> list[str]:
    """Cases that wait for the signal."""
    return [engine.start("hears", {}, by="gm").id for _ in range(count)]


def statuses(engine: Engine, cases: list[str]) -> list[str]:
    return [engine.case(case).status for case in cases]


def crashing_for(engine: Engine, bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands on one case crash."""
    dispatch = engine.runtime.dispatcher.dispatch

    def crash(command, *args, **more):
        if command.instance_id == bad:
            raise RuntimeError("a fault of ours")
        return dispatch(command, *args, **more)

    monkeypatch.setattr(engine.runtime.dispatcher, "dispatch", crash)


def test_signal_reaches_every_waiting_case(engine: Engine) -> None:
    cases = hearing(engine)

    receipt = engine.broadcast("fire", FLOOR, by="admin")

    assert sorted(receipt.received_by) == sorted(cases)
    assert statuses(engine, cases) == ["completed"] * 3
    assert [engine.variables(case)["what"] for case in cases] == [FLOOR] * 3
    assert engine.run_due() == 0


def test_signal_starts_a_case(engine: Engine) -> None:
    engine.deploy(ALARMS, by="admin")

    (case,) = engine.broadcast("fire", FLOOR, by="admin").started

    assert engine.variables(case)["what"] == FLOOR
    assert engine.case(case).initiator == "system"


def test_signal_that_nobody_hears_is_gone(engine: Engine, clock: FixedClock) -> None:
    receipt = engine.broadcast("fire", by="admin")
    clock.advance(timedelta(seconds=1))
    cases = hearing(engine, 1)

    assert (receipt.received_by, receipt.started) == ((), ())
    assert engine.run_due() == 0
    assert statuses(engine, cases) == ["active"]


def test_case_throws_to_all_others(engine: Engine) -> None:
    engine.deploy(SHOUTS, by="admin")
    engine.deploy(ALARMS, by="admin")
    cases = hearing(engine)
    thrower = engine.start("shouts", {}, by="gm").id
    engine.run_due()

    assert statuses(engine, cases) == ["completed"] * 3
    assert engine.runtime.live(thrower).state.jobs == {}
    assert len(list(engine.runtime.store.instance_ids())) == 5
    assert engine.run_due() == 0


@pytest.mark.parametrize("thrown", [True, False])
def test_failure_of_one_case_keeps_no_other_from_it(
    engine: Engine, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, thrown: bool
) -> None:
    engine.deploy(SHOUTS, by="admin")
    bad, *good = hearing(engine)
    if thrown:
        engine.start("shouts", {}, by="gm")
    with monkeypatch.context() as patched:
        crashing_for(engine, bad, patched)
        with pytest.raises(RuntimeError, match="a fault of ours"):
            engine.run_due() if thrown else engine.broadcast("fire", by="admin")
    assert statuses(engine, [bad, *good]) == ["active", "completed", "completed"]
    clock.advance(timedelta(seconds=1))
    (late,) = hearing(engine, 1)
    if thrown:  # then the worker delivered it
        engine.lift_quarantine(bad, reason="mended", by="admin")
    engine.run_due()

    assert statuses(engine, [bad, late]) == ["completed", "active"]


def test_same_signal_happens_once(engine: Engine) -> None:
    engine.deploy(ALARMS, by="admin")
    engine.broadcast("fire", FLOOR, by="admin", signal_id="s1")
    cases = hearing(engine)

    again = engine.broadcast("fire", FLOOR, by="admin", signal_id="s1")

    assert again.repeated
    assert statuses(engine, cases) == ["active"] * 3
    with pytest.raises(InvalidCommand):
        engine.broadcast("fire", {"floor": "4"}, by="admin", signal_id="s1")


def test_only_administrators_and_systems_broadcast(engine: Engine) -> None:
    cases = hearing(engine, 1)

    with pytest.raises(NotPermitted):
        engine.broadcast("fire", by="salesperson")

    assert statuses(engine, cases) == ["active"]
    assert engine.runtime.store.open_signals(10) == []
