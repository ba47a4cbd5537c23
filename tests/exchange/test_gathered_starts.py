"""Processes that begin when several triggers have all occurred (parallel multiple start events)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.clock import FixedClock
from engine.errors import ConcurrencyConflict
from engine.exchange import Message
from tests.exchange.given import END, KEYED, MESSAGE, SIGNAL, event, process, timer

DAY = timedelta(days=1)
BOOKED = '<messageEventDefinition messageRef="booked"/>'


def all_of(*definitions: str, key: str = "together") -> bytes:
    """A process that begins when all of these have occurred."""
    parallel = f'parallelMultiple="true" {KEYED}'
    body = event("startEvent", "all", "".join(definitions), parallel, into="what") + END
    text = process(key, body, "all done", 'guicheng:variables="order"')
    return text.replace(b"<signal ", b'<message id="booked" name="booked"/><signal ', 1)


def send(engine: Engine, message_id: str, name: str, key: str = "", **data: str):
    return engine.send_message(Message(id=message_id, name=name, key=key, data=data), by="admin")


def started(engine: Engine) -> list[str]:
    engine.run_due()
    return list(engine.runtime.store.instance_ids())


def test_case_begins_when_all_triggers_have_occurred(engine: Engine, clock: FixedClock) -> None:
    weekly = timer("Cycle", "R3/P7D")
    engine.deploy(all_of(MESSAGE, SIGNAL, weekly), by="admin")
    first = send(engine, "m1", "paid", amount="5")
    assert (first.gathered, first.started, first.kept_until) == (True, (), None)
    assert engine.broadcast("fire", {"floor": "3"}, by="admin").started == ()
    assert started(engine) == []
    clock.advance(7 * DAY)

    (case,) = started(engine)

    assert engine.case(case).status == "completed"
    assert engine.variables(case)["what"] == {"amount": "5", "floor": "3"}
    clock.advance(7 * DAY)  # the timer alone begins no second case
    assert started(engine) == [case]


def test_messages_belong_together_by_their_key(engine: Engine) -> None:
    engine.deploy(all_of(MESSAGE, BOOKED), by="admin")
    assert send(engine, "m1", "paid", "A").gathered
    assert send(engine, "m2", "booked", "B").gathered
    assert send(engine, "m3", "booked").gathered
    assert started(engine) == []

    receipt = send(engine, "m4", "booked", "A")
    assert receipt.gathered is False
    (case_a,) = receipt.started
    (case_b,) = send(engine, "m5", "paid", "B").started

    assert sorted(started(engine)) == sorted((case_a, case_b))
    again = send(engine, "m1", "paid", "A")
    assert (again.repeated, again.started, again.gathered) == (True, (case_a,), False)


def test_each_occurrence_begins_one_case_only(engine: Engine) -> None:
    engine.deploy(all_of(MESSAGE, SIGNAL), by="admin")
    engine.broadcast("fire", by="admin")
    engine.broadcast("fire", by="admin")
    begun = [send(engine, f"m{number}", "paid").started for number in range(3)]

    assert [len(one) for one in begun] == [1, 1, 0]
    assert send(engine, "m2", "paid").gathered


def test_kept_message_is_taken_when_a_start_needs_it(engine: Engine) -> None:
    engine.send_message(Message(id="early", name="paid", time_to_live=DAY), by="admin")
    engine.deploy(all_of(MESSAGE, SIGNAL), by="admin")
    assert started(engine) == []
    kept = engine.runtime.store.message("message:early")
    assert kept is not None
    assert kept.status == "taken"

    assert len(engine.broadcast("fire", by="admin").started) == 1


def test_what_occurred_survives_a_restart_and_a_new_version(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with open_engine(url, clock=clock) as engine:
        engine.deploy(all_of(MESSAGE, SIGNAL), by="admin")
        send(engine, "m1", "paid", "A")
    with open_engine(url, clock=clock) as engine:
        engine.deploy(all_of(MESSAGE, SIGNAL) + b"<!-- again -->", by="admin")
        with monkeypatch.context() as crash:
            crash.setattr("engine.exchange.gathering._begin", _conflict)
            assert engine.broadcast("fire", by="admin").started == ()
    with open_engine(url, clock=clock) as engine:
        assert len(started(engine)) == 1


def _conflict(*_: object) -> None:
    raise ConcurrencyConflict("占用", "busy")
