"""A message reaches the one who waits for it, starts a case, or is kept for its time; once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import Engine
from engine.clock import FixedClock
from engine.core.people import SYSTEM
from engine.core.values import Value
from engine.errors import (
    AmbiguousMessage,
    InvalidCommand,
    InvalidState,
    NotCorrelated,
    NotPermitted,
)
from engine.exchange import Message, time_to_live
from engine.exchange.messages import THROWN_TIME_TO_LIVE, send
from tests.exchange.given import (
    BEGIN,
    END,
    KEYED,
    MESSAGE,
    NOW,
    OPENS,
    ORDER,
    SIGNAL,
    TELLS,
    WAITS,
    event,
    process,
)

HOUR = timedelta(hours=1)


def paid(number: str = "1", key: str = "A", **more: object) -> Message:
    """The payment of an order."""
    return Message(id=number, name="paid", key=key, data={"amount": "5"}, **more)


def waiting(engine: Engine, order: str = "A") -> str:
    """A case that waits for its payment."""
    return engine.start("waits", {"order": order}, by="gm").id


def got(engine: Engine, case: str) -> Value:
    return engine.variables(case).get("money")


def kinds(engine: Engine, case: str) -> list[str]:
    return [entry.type for entry in engine.history(case)]


@pytest.fixture(autouse=True)
def deployed(engine: Engine) -> None:
    engine.deploy(WAITS, by="admin")


def test_message_reaches_the_case_with_its_key(engine: Engine) -> None:
    mine, other = waiting(engine), waiting(engine, "B")

    receipt = engine.send_message(paid(), by="admin")

    assert receipt.received_by == (mine,)
    assert got(engine, mine) == {"amount": "5"}
    assert engine.case(mine).status == "completed"
    assert engine.case(other).status == "active"


def test_message_that_nobody_waits_for_is_refused_unless_it_may_be_kept(engine: Engine) -> None:
    with pytest.raises(NotCorrelated):
        engine.send_message(paid(), by="admin")

    assert engine.runtime.store.all_rows() == []
    assert engine.send_message(paid(time_to_live=HOUR), by="admin").kept_until == NOW + HOUR


def test_kept_message_is_taken_when_a_case_begins_to_wait(engine: Engine) -> None:
    engine.send_message(paid(time_to_live=HOUR), by="admin")
    case = waiting(engine)

    assert engine.run_due() == 1

    assert got(engine, case) == {"amount": "5"}
    assert "MessageCorrelated" in kinds(engine, case)
    kept = engine.runtime.store.message("message:1")
    assert kept is not None
    assert (kept.status, kept.instance_id) == ("taken", case)
    assert engine.send_message(paid(time_to_live=HOUR), by="admin").received_by == (case,)


def test_kept_message_expires_and_that_is_recorded(engine: Engine, clock: FixedClock) -> None:
    engine.send_message(paid(time_to_live=HOUR), by="admin")
    assert engine.runtime.store.next_due() == NOW + HOUR
    clock.advance(HOUR)
    case = waiting(engine)

    assert engine.run_due() == 1

    assert engine.case(case).status == "active"
    rows = engine.runtime.store.rows("message:1")
    assert [row.type for row in rows] == [
        "Command:PublishMessage", "MessagePublished", "Command:ExpireMessage", "MessageExpired",
    ]  # fmt: skip
    assert engine.run_due() == 0


def test_same_message_happens_once(engine: Engine) -> None:
    first = waiting(engine)
    engine.send_message(paid(), by="admin")
    second = waiting(engine)

    again = engine.send_message(paid(), by="admin")

    assert (again.received_by, again.repeated) == ((first,), True)
    assert engine.case(second).status == "active"


def test_kept_message_is_kept_once(engine: Engine) -> None:
    engine.send_message(paid(time_to_live=HOUR), by="admin")
    again = engine.send_message(paid(time_to_live=2 * HOUR), by="admin")

    assert (again.kept_until, again.repeated) == (NOW + HOUR, True)


@pytest.mark.parametrize("kept", [True, False])
def test_id_of_another_message_is_refused(engine: Engine, kept: bool) -> None:
    if not kept:
        waiting(engine)
    engine.send_message(paid(time_to_live=HOUR), by="admin")
    waiting(engine, "B")

    with pytest.raises(InvalidCommand):
        engine.send_message(Message(id="1", name="paid", key="B", data={"x": "y"}), by="admin")


def test_message_for_several_cases_is_refused_and_nobody_gets_it(engine: Engine) -> None:
    cases = [waiting(engine), waiting(engine)]

    with pytest.raises(AmbiguousMessage):
        engine.send_message(paid(time_to_live=HOUR), by="admin")

    assert [engine.case(case).status for case in cases] == ["active", "active"]


def test_kept_message_waits_until_its_receiver_is_clear(engine: Engine) -> None:
    engine.send_message(paid(time_to_live=HOUR), by="admin")
    first, second = waiting(engine), waiting(engine)
    assert engine.run_due() == 0
    engine.terminate(first, reason="double", by="admin")

    assert engine.run_due() == 1

    assert got(engine, second) == {"amount": "5"}


def test_message_starts_a_case_when_nobody_waits(engine: Engine) -> None:
    engine.deploy(OPENS, by="admin")

    receipt = engine.send_message(paid(), by="admin")

    (case,) = receipt.started
    assert got(engine, case) == {"amount": "5"}
    begun = engine.history(case)[0].content
    assert (begun.actor.id, begun.on_behalf_of.id) == ("system", "admin")
    again = engine.send_message(paid(), by="admin")
    assert (again.started, again.repeated) == ((case,), True)


def test_waiting_case_comes_before_a_start(engine: Engine) -> None:
    engine.deploy(OPENS, by="admin")
    case = waiting(engine)

    assert engine.send_message(paid(), by="admin").received_by == (case,)


def test_kept_message_starts_a_case_of_a_process_deployed_later(engine: Engine) -> None:
    engine.send_message(paid(time_to_live=HOUR), by="admin")
    engine.deploy(OPENS, by="admin")

    assert engine.run_due() == 1

    kept = engine.runtime.store.message("message:1")
    assert kept is not None
    assert kept.instance_id is not None
    assert "MessageCorrelated" in kinds(engine, kept.instance_id)


def test_case_sends_to_another_case(engine: Engine) -> None:
    engine.deploy(TELLS, by="admin")
    case, other = waiting(engine), waiting(engine, "B")
    engine.start("tells", {"order": "A"}, by="gm")
    engine.run_due()

    assert engine.case(case).status == "completed"
    assert engine.case(other).status == "active"


def test_thrown_message_is_kept_for_its_receiver(engine: Engine, clock: FixedClock) -> None:
    engine.deploy(TELLS, by="admin")
    sender = engine.start("tells", {"order": "A"}, by="gm").id
    engine.run_due()
    assert engine.runtime.live(sender).state.jobs == {}
    clock.advance(THROWN_TIME_TO_LIVE - HOUR)
    case = waiting(engine)
    engine.run_due()

    assert engine.case(case).status == "completed"


def test_thrown_message_for_several_is_an_incident_at_the_sender(
    engine: Engine, clock: FixedClock
) -> None:
    engine.deploy(TELLS, by="admin")
    first, second = waiting(engine), waiting(engine)
    sender = engine.start("tells", {"order": "A"}, by="gm").id
    engine.run_due()
    (incident,) = engine.incidents(sender)
    assert "paid" in incident.zh
    engine.terminate(first, reason="double", by="admin")
    clock.advance(HOUR)
    engine.retry(incident.id, by="admin")
    engine.run_due()

    assert engine.incidents(sender) == []
    assert engine.case(second).status == "completed"


def test_ending_a_case_by_force_gives_up_what_it_could_not_deliver(engine: Engine) -> None:
    body = BEGIN + event("intermediateThrowEvent", "tell", MESSAGE, KEYED)
    body += event("intermediateCatchEvent", "hear", SIGNAL) + END
    engine.deploy(process("tells-on", body, "begin tell hear done", ORDER), by="admin")
    for _ in range(2):
        waiting(engine)
    sender = engine.start("tells-on", {"order": "A"}, by="gm").id
    engine.run_due()
    assert len(engine.incidents(sender)) == 1

    engine.terminate(sender, reason="mistaken", by="admin")

    state = engine.runtime.live(sender).state
    assert (state.jobs, state.incidents, state.subscriptions) == ({}, {}, {})
    assert "JobCanceled" in kinds(engine, sender)


def test_delivery_that_crashed_before_it_was_noted_is_not_repeated(engine: Engine) -> None:
    engine.deploy(TELLS, by="admin")
    first = waiting(engine)
    engine.start("tells", {"order": "A"}, by="gm")
    (job,) = engine.runtime.store.due_jobs(NOW, 10)
    send(engine.runtime.exchange, Message(id=job.id, name="paid", key="A"), SYSTEM)
    second = waiting(engine)
    engine.run_due()

    assert engine.case(first).status == "completed"
    assert engine.case(second).status == "active"
    assert engine.runtime.store.due_jobs(NOW, 10) == []


def test_only_administrators_and_systems_send(engine: Engine) -> None:
    case = waiting(engine)

    with pytest.raises(NotPermitted):
        engine.send_message(paid(), by="salesperson")

    assert engine.case(case).status == "active"


def test_receiver_that_has_gone_on_is_looked_for_anew(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = waiting(engine)
    dispatch, calls = engine.runtime.dispatcher.dispatch, []

    def refuse_once(*args: object, **more: object) -> object:
        calls.append(args)
        if len(calls) == 1:
            raise InvalidState("已走开", "gone")
        return dispatch(*args, **more)

    monkeypatch.setattr(engine.runtime.dispatcher, "dispatch", refuse_once)

    assert engine.send_message(paid(), by="admin").received_by == (case,)


@pytest.mark.parametrize("text", ["", "P", "1 hour", "R/PT1H"])
def test_time_to_live_is_a_duration(text: str) -> None:
    with pytest.raises(InvalidCommand):
        time_to_live(text, NOW)


@pytest.mark.parametrize("lasting", [-HOUR, timedelta(days=4000)])
def test_time_to_live_has_bounds(engine: Engine, lasting: timedelta) -> None:
    with pytest.raises(InvalidCommand):
        engine.send_message(paid(time_to_live=lasting), by="admin")
