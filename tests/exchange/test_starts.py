"""Processes that start by themselves: at a time, by a message, by a signal; the newest version."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engine import Engine
from engine.clock import FixedClock
from engine.core.policy import may_start
from engine.errors import CommandRejected, DeploymentRefused
from engine.exchange import Message
from engine.exchange.tools import Occurrence, start_case
from tests.exchange.given import (
    BEGIN,
    END,
    MESSAGE,
    NOW,
    ORDER,
    SIGNAL,
    event,
    process,
    timer,
)

DAY = timedelta(days=1)
ORDERED = 'guicheng:correlationKey="= order"'
KEY = 'guicheng:correlationKey="= initiator.id"'


def at_time(kind: str, text: str, key: str = "timed") -> bytes:
    """A process with one start timer."""
    return process(key, event("startEvent", "tick", timer(kind, text)) + END, "tick done")


def begun(engine: Engine) -> list[datetime]:
    """When cases were started, in order."""
    views = [engine.case(case) for case in engine.runtime.store.instance_ids()]
    assert {view.initiator for view in views} <= {"system"}
    return sorted(view.started_at for view in views)


def run_until(engine: Engine, clock: FixedClock, end: datetime) -> None:
    """Let time pass from one due moment to the next."""
    while True:
        engine.run_due()
        due = engine.runtime.store.next_due()
        if due is None or due > end:
            clock.set(end)
            engine.run_due()
            return
        clock.set(due)


def test_date_starts_one_case(engine: Engine, clock: FixedClock) -> None:
    engine.deploy(at_time("Date", 'date and time("2026-11-24T09:00:00+08:00")'), by="admin")
    run_until(engine, clock, NOW + 9 * DAY)

    assert begun(engine) == [NOW + DAY]


def test_date_is_not_repeated_by_a_new_version(engine: Engine, clock: FixedClock) -> None:
    text = 'date and time("2026-11-24T09:00:00+08:00")'
    engine.deploy(at_time("Date", text), by="admin")
    clock.set(NOW + DAY)
    engine.run_due()
    engine.deploy(at_time("Date", text).replace(b"tick done", b"tick done "), by="admin")
    engine.deploy(at_time("Date", text) + b"<!-- again -->", by="admin")
    engine.run_due()

    assert begun(engine) == [NOW + DAY]


def test_duration_counts_from_the_deployment(engine: Engine, clock: FixedClock) -> None:
    engine.deploy(at_time("Duration", "PT36H"), by="admin")
    clock.advance(timedelta(hours=35))
    assert engine.run_due() == 0
    run_until(engine, clock, NOW + 9 * DAY)

    assert begun(engine) == [NOW + timedelta(hours=36)]


def test_cycle_starts_again_and_again(engine: Engine, clock: FixedClock) -> None:
    engine.deploy(at_time("Cycle", "R3/P1D"), by="admin")
    run_until(engine, clock, NOW + 9 * DAY)

    assert begun(engine) == [NOW + DAY, NOW + 2 * DAY, NOW + 3 * DAY]


def test_missed_occurrences_are_made_up_for(engine: Engine, clock: FixedClock) -> None:
    engine.deploy(at_time("Cycle", "R3/P1D"), by="admin")
    clock.set(NOW + 9 * DAY)
    engine.run_due()

    assert len(begun(engine)) == 3


def test_same_file_again_keeps_the_timers(engine: Engine, clock: FixedClock) -> None:
    engine.deploy(at_time("Duration", "PT36H"), by="admin")
    clock.advance(DAY)
    engine.deploy(at_time("Duration", "PT36H"), by="admin")

    assert engine.runtime.store.next_due() == NOW + timedelta(hours=36)


def test_new_version_replaces_timers_and_triggers(engine: Engine, clock: FixedClock) -> None:
    both = event("startEvent", "tick", timer("Duration", "PT1H"))
    both += event("startEvent", "call", MESSAGE, KEY)
    engine.deploy(process("timed", both + END, "tick done; call done"), by="admin")
    assert len(engine.runtime.store.start_triggers("message", "paid")) == 1
    engine.deploy(at_time("Duration", "PT2H"), by="admin")
    run_until(engine, clock, NOW + 9 * DAY)

    assert begun(engine) == [NOW + timedelta(hours=2)]
    assert engine.runtime.store.start_triggers("message", "paid") == []


def test_occurrence_that_crashed_before_it_was_noted_starts_no_second_case(
    engine: Engine, clock: FixedClock
) -> None:
    engine.deploy(at_time("Cycle", "R2/P1D"), by="admin")
    clock.set(NOW + DAY)
    (due,) = engine.runtime.store.due_starts(clock.now(), 10)
    occurred = Occurrence(
        process="timed",
        element_id="tick",
        command_id=f"start:timed:tick:1:{due.due_at.isoformat()}",
        payload={},
    )
    start_case(engine.runtime.exchange, occurred)
    engine.run_due()

    assert begun(engine) == [NOW + DAY]
    assert engine.runtime.store.next_due() == NOW + 2 * DAY


def test_process_begins_at_whichever_start_event_occurs(engine: Engine, clock: FixedClock) -> None:
    starts = BEGIN + event("startEvent", "tick", timer("Duration", "PT1H"))
    starts += event("startEvent", "call", MESSAGE, KEY) + event("startEvent", "alarm", SIGNAL)
    flows = "begin done; tick done; call done; alarm done"
    engine.deploy(process("many", starts + END, flows), by="admin")
    by_hand = engine.start("many", {}, by="gm").id
    (by_message,) = engine.send_message(Message(id="1", name="paid"), by="admin").started
    (by_signal,) = engine.broadcast("fire", by="admin").started
    clock.advance(timedelta(hours=1))
    engine.run_due()

    begun_at = {}
    for case in engine.runtime.store.instance_ids():
        entries = engine.history(case)
        begun_at[case] = entries[0].content.command.start_event
    assert begun_at.pop(by_hand) is None
    assert begun_at.pop(by_message) == "call"
    assert begun_at.pop(by_signal) == "alarm"
    assert list(begun_at.values()) == ["tick"]


def test_process_that_only_begins_by_itself_is_started_by_nobody(engine: Engine) -> None:
    engine.deploy(at_time("Duration", "PT1H"), by="admin")
    view = engine.runtime.definition("timed")
    assert view is not None
    assert not may_start(engine.runtime.person("gm"), view.startable_by)
    with pytest.raises(CommandRejected):
        engine.start("timed", {}, by="gm")


def test_message_may_start_only_one_process(engine: Engine) -> None:
    def opens(key: str) -> bytes:
        return process(key, event("startEvent", "call", MESSAGE, KEY) + END, "call done")

    engine.deploy(opens("one"), by="admin")
    with pytest.raises(DeploymentRefused) as refused:
        engine.deploy(opens("two"), by="admin")
    assert "message-start-once" in {one.rule for one in refused.value.findings}
    engine.deploy(opens("one") + b"<!-- again -->", by="admin")


@pytest.mark.parametrize("text", ["tomorrow", "5", "R/x", "no such"])
def test_start_timer_that_gives_no_time_is_refused(engine: Engine, text: str) -> None:
    with pytest.raises(DeploymentRefused):
        engine.deploy(at_time("Duration", text), by="admin")
    assert engine.runtime.store.next_due() is None


def test_draft_starts_by_its_triggers_until_it_is_published(engine: Engine) -> None:
    opens = process("trial", event("startEvent", "call", MESSAGE, KEY) + END, "call done")
    engine.deploy(opens, by="admin", draft=True)

    assert len(engine.send_message(Message(id="1", name="paid"), by="admin").started) == 1
    engine.deploy(opens, by="admin")
    assert len(engine.send_message(Message(id="2", name="paid"), by="admin").started) == 1


def instantiating(gateway: str = "") -> bytes:
    """A process that begins at an event-based gateway with a message and a signal behind it."""
    body = f'<eventBasedGateway id="either" name="哪个" instantiate="true" {gateway}/>'
    body += event("intermediateCatchEvent", "call", MESSAGE, ORDERED, into="money")
    body += event("intermediateCatchEvent", "alarm", SIGNAL, into="what")
    return process("either-way", body + END, "either call done; either alarm done", ORDER)


def test_receive_task_starts_a_case(engine: Engine) -> None:
    task = f'<receiveTask id="call" name="收款" messageRef="paid" instantiate="true" {KEY}/>'
    engine.deploy(process("receives", task + END, "call done"), by="admin")

    (case,) = engine.send_message(Message(id="1", name="paid"), by="admin").started

    assert engine.case(case).status == "completed"


@pytest.mark.parametrize("first", ["message", "signal"])
def test_either_event_behind_a_gateway_starts_a_case(engine: Engine, first: str) -> None:
    engine.deploy(instantiating(), by="admin")
    if first == "message":
        receipt = engine.send_message(Message(id="1", name="paid", key="A"), by="admin")
    else:
        receipt = engine.broadcast("fire", by="admin")

    (case,) = receipt.started
    assert engine.case(case).status == "completed"


def test_other_events_of_a_parallel_gateway_come_to_the_same_case(engine: Engine) -> None:
    engine.deploy(instantiating('eventGatewayType="Parallel"'), by="admin")
    message = Message(id="1", name="paid", key="A", data={"amount": "5"})
    (case,) = engine.send_message(message, by="admin").started
    assert engine.case(case).status == "active"

    receipt = engine.broadcast("fire", {"floor": "3"}, by="admin")

    assert receipt.received_by == (case,)
    assert engine.case(case).status == "completed"


def test_any_trigger_of_a_multiple_start_starts_a_case(engine: Engine, clock: FixedClock) -> None:
    body = event("startEvent", "any", MESSAGE + SIGNAL + timer("Duration", "PT1H"), KEY)
    engine.deploy(process("several", body + END, "any done"), by="admin")
    assert len(engine.send_message(Message(id="1", name="paid"), by="admin").started) == 1
    assert len(engine.broadcast("fire", by="admin").started) == 1
    clock.advance(timedelta(hours=1))

    assert engine.run_due() == 1
    assert len(begun(engine)) == 3
