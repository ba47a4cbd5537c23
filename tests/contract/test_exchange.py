"""Who waits for messages and signals, what is kept for them, and what starts by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.core import events as ev
from engine.core.commands import (
    ExpireMessage,
    FinishSignal,
    NoteConditionLapsed,
    NoteStartTrigger,
)
from engine.core.ids import InstanceId
from engine.core.people import SYSTEM
from engine.errors import ConcurrencyConflict
from engine.exchange.streams import Asked, append
from engine.history.seal import seal
from engine.history.verify import verify_instance, verify_log
from engine.ports import Store
from engine.views import StartTimer, StartTrigger
from tests.contract.cases import (
    at,
    broadcast,
    definition,
    deployment,
    publish,
    start,
)

STREAM = InstanceId("message:m1")


def hears(number: int, signal: str = "fire") -> ev.SignalAwaited:
    return ev.SignalAwaited(
        subscription_id=f"i1-s{number}", element_id="hear", token=number, signal=signal
    )


def waits(number: int, key: str = "YY-1") -> ev.MessageAwaited:
    return ev.MessageAwaited(
        subscription_id=f"i1-s{number}", element_id="wait", token=number,
        message="seal-returned", correlation_key=key,
    )  # fmt: skip


def taken(message_id: str = STREAM) -> ev.MessageCorrelated:
    return ev.MessageCorrelated(message_id=message_id, at=at(5))


def expire(store: Store, minutes: float = 60) -> None:
    append(store, Asked(ExpireMessage(instance_id=STREAM), SYSTEM, "expire:m1"), at(minutes))


def test_signal_subscription_is_found_by_name_until_it_ends(store: Store) -> None:
    case = start(store, "i1", hears(1), hears(2, "flood"), hears(3), when=at(2))
    found = store.signal_subscriptions("fire")
    assert [one.id for one in found] == ["i1-s1", "i1-s3"]
    assert {(one.kind, one.since) for one in found} == {("signal", at(2))}
    assert store.subscriptions("fire", "") == []
    case.append(
        store,
        ev.SignalReceived(subscription_id="i1-s1"),
        ev.SignalAwaitCanceled(subscription_id="i1-s3"),
    )
    assert store.signal_subscriptions("fire") == []


def test_message_of_a_signals_name_is_something_else(store: Store) -> None:
    start(store, "i1", replace(waits(1, ""), message="fire"))
    assert store.signal_subscriptions("fire") == []


def test_thrown_signal_is_a_job_until_delivered(store: Store) -> None:
    thrown = ev.SignalThrown(job_id="i1-j1", element_id="s", signal="fire", data={"floor": "3"})
    case = start(store, "i1", thrown, when=at(2))
    (found,) = store.due_jobs(at(2), 10)
    assert (found.kind, found.name, found.inputs) == ("signal", "fire", {"floor": "3"})
    case.append(store, ev.JobCompleted(job_id="i1-j1", element_id="s", result=None))
    assert store.due_jobs(at(99), 10) == []


def test_message_is_kept_as_it_was_sent(store: Store) -> None:
    publish(store, "m1")
    found = store.message(STREAM)
    assert found is not None
    assert (found.kind, found.name, found.correlation_key) == ("message", "seal-returned", "YY-1")
    assert (found.data, found.published_by) == ({"state": "好"}, "clerk")
    assert (found.status, found.published_at, found.expires_at) == ("open", at(0), at(60))
    assert store.message("message:m2") is None


def test_kept_message_is_awaited_while_somebody_waits_and_it_is_in_time(store: Store) -> None:
    publish(store, "m1")
    publish(store, "m2", correlation_key="YY-2")
    assert store.awaited_messages(at(1), 10) == []
    case = start(store, "i1", waits(1))
    assert [one.id for one in store.awaited_messages(at(1), 10)] == [STREAM]
    assert store.awaited_messages(at(60), 10) == []
    case.append(store, ev.MessageAwaitCanceled(subscription_id="i1-s1"))
    assert store.awaited_messages(at(1), 10) == []


def test_kept_message_is_taken_once(store: Store) -> None:
    publish(store, "m1")
    case = start(store, "i1", waits(1))
    other = start(store, "i2")
    case.append(store, taken(), when=at(5))
    found = store.message(STREAM)
    assert found is not None
    assert (found.status, found.instance_id, found.ended_at) == ("taken", "i1", at(5))
    assert store.awaited_messages(at(6), 10) == []
    before = store.rows("i2")
    with pytest.raises(ConcurrencyConflict):
        other.append(store, taken())
    assert store.rows("i2") == before
    with pytest.raises(ConcurrencyConflict):
        expire(store)
    assert store.expired_messages(at(99), 10) == []


def test_expired_message_is_not_taken_any_more(store: Store) -> None:
    publish(store, "m1")
    case = start(store, "i1", waits(1))
    assert store.expired_messages(at(59), 10) == []
    assert [one.id for one in store.expired_messages(at(60), 10)] == [STREAM]
    expire(store)
    found = store.message(STREAM)
    assert found is not None
    assert (found.status, found.ended_at, found.version) == ("expired", at(60), 4)
    assert store.expired_messages(at(99), 10) == []
    with pytest.raises(ConcurrencyConflict):
        case.append(store, taken())
    with pytest.raises(ConcurrencyConflict):
        expire(store)


def test_message_is_published_once(store: Store) -> None:
    publish(store, "m1")
    with pytest.raises(ConcurrencyConflict):
        publish(store, "m1", correlation_key="YY-2")
    assert len(store.rows(STREAM)) == 2


def test_signal_from_outside_is_open_until_everybody_has_it(store: Store) -> None:
    broadcast(store, "s1")
    publish(store, "m1")
    (found,) = store.open_signals(10)
    assert (found.id, found.kind, found.name) == ("signal:s1", "signal", "fire")
    assert store.expired_messages(at(1), 10) == []
    finish = FinishSignal(instance_id=InstanceId("signal:s1"))
    append(store, Asked(finish, SYSTEM, "finish:s1"), at(1))
    assert store.open_signals(10) == []


def test_messages_are_chained_sealed_and_are_no_cases(store: Store) -> None:
    publish(store, "m1")
    start(store, "i1")
    broadcast(store, "s1")
    expire(store)
    seal(store)
    verdict = verify_log(store)
    assert (verdict.ok, verdict.instances, verdict.rows) == (True, 3, 8)
    assert verify_instance(store, STREAM).ok
    assert list(store.instance_ids()) == ["i1"]
    assert store.instance(STREAM) is None
    heads = store.heads("", 10)
    assert [head.instance_id for head in heads] == ["i1", STREAM, "signal:s1"]
    assert store.heads("i1", 1) == heads[1:2]


def test_next_due_counts_kept_messages_and_start_timers(store: Store) -> None:
    publish(store, "m1")
    assert store.next_due() == at(60)
    store.save(deployment(timers={"seal-use": (TIMER,)}))
    assert store.next_due() == at(30)


TIMER = StartTimer(
    process="seal-use", version=0, element_id="daily", number=1, occurrence=1, due_at=at(30),
    left=-1, rule="cron 0 9 * * *",
)  # fmt: skip
TRIGGER = StartTrigger(process="seal-use", element_id="asked", kind="message", name="seal-asked")


def second(**more: object) -> object:
    """A deployment of another version of the process."""
    changed = definition(digest="sha256:" + "b" * 64, deployment_id="d2")
    return deployment("d2", artifacts=(), definitions=(changed,), **more)


def test_start_triggers_are_those_of_the_newest_version(store: Store) -> None:
    store.save(deployment(triggers={"seal-use": (TRIGGER,)}))
    assert store.start_triggers("message", "seal-asked") == [TRIGGER]
    assert store.start_triggers("signal", "seal-asked") == []
    store.save(deployment("d1b"))
    assert store.start_triggers("message", "seal-asked") == [TRIGGER]
    other = replace(TRIGGER, kind="signal", name="fire")
    store.save(second(triggers={"seal-use": (other,)}))
    assert store.start_triggers("message", "seal-asked") == []
    assert store.start_triggers("signal", "fire") == [other]


def test_start_timer_goes_on_from_occurrence_to_occurrence(store: Store) -> None:
    store.save(deployment(timers={"seal-use": (TIMER,)}))
    assert store.due_starts(at(29), 10) == []
    (due,) = store.due_starts(at(30), 10)
    assert due == replace(TIMER, version=1)
    following = replace(due, occurrence=2, due_at=at(90))
    store.move_start(due, following)
    store.move_start(due, replace(due, occurrence=2, due_at=at(31)))
    assert store.due_starts(at(99), 10) == [following]
    store.move_start(following, None)
    assert store.due_starts(at(999), 10) == []


def test_exchange_is_idle_until_a_start_is_due_or_something_is_kept(store: Store) -> None:
    store.save(deployment(timers={"seal-use": (TIMER,)}))
    assert store.is_idle(at(29))
    assert not store.is_idle(at(30))
    publish(store, "m1")
    assert not store.is_idle(at(1))
    expire(store)
    assert store.is_idle(at(1))


def test_start_timers_of_an_older_version_are_over(store: Store) -> None:
    store.save(deployment(timers={"seal-use": (TIMER,)}))
    (old,) = store.due_starts(at(30), 10)
    store.save(second(timers={"seal-use": (replace(TIMER, due_at=at(45)),)}))
    assert [(one.version, one.due_at) for one in store.due_starts(at(99), 10)] == [(2, at(45))]
    store.move_start(old, None)
    assert len(store.due_starts(at(99), 10)) == 1


def test_draft_starts_by_itself_only_where_nothing_is_published(store: Store) -> None:
    draft = definition("trial", digest="sha256:" + "c" * 64, deployment_id="d2")
    trigger = replace(TRIGGER, process="trial", element_id="mine")
    trial = deployment(
        "d2", draft=True, artifacts=(), definitions=(draft,), triggers={"trial": (trigger,)}
    )
    store.save(trial)
    assert store.start_triggers("message", "seal-asked") == [trigger]
    store.save(deployment(triggers={"seal-use": (TRIGGER,)}))
    assert store.start_triggers("message", "seal-asked") == [TRIGGER]
    store.save(replace(trial, id="d3"))
    assert store.start_triggers("message", "seal-asked") == [TRIGGER]


def occur(store: Store, what: str, key: str = "", minute: float = 0) -> None:
    command = NoteStartTrigger(
        instance_id=InstanceId(f"start:p:s:{what}:{minute}"),
        process="p",
        element_id="s",
        part=what,
        correlation_key=key,
        data={"minute": str(minute)},
    )
    append(store, Asked(command, SYSTEM, f"note:{what}:{minute}"), at(minute))


def test_what_occurred_for_a_start_is_found_until_a_case_takes_it(store: Store) -> None:
    occur(store, "signal:b", minute=3)
    occur(store, "message:a", "K", 2)
    occur(store, "message:a", "L", 1)
    names = ["p:s:message:a", "p:s:signal:b"]
    assert [one.data["minute"] for one in store.occurred()] == ["1", "2", "3"]
    assert [one.data["minute"] for one in store.occurred(names, "K")] == ["2", "3"]
    assert [one.data["minute"] for one in store.occurred(names[:1])] == ["1", "2"]
    assert not store.is_idle(at(4))
    assert store.next_due() is None
    start(store, "i1", taken("start:p:s:message:a:2"))

    assert [one.data["minute"] for one in store.occurred(names)] == ["1", "3"]
    assert verify_log(store).ok


def test_last_word_on_a_start_condition_is_found(store: Store) -> None:
    assert store.last_of_condition("p:s:condition:c") is None
    for turn, kind in enumerate((NoteStartTrigger, NoteConditionLapsed), 1):
        stream = InstanceId(f"start:p:s:condition:c:{turn:08d}")
        note = kind(instance_id=stream, process="p", element_id="s", part="condition:c")
        append(store, Asked(note, SYSTEM, stream), at(turn))
        last = store.last_of_condition("p:s:condition:c")
        assert last is not None
        assert last.status == ("open", "lapsed")[turn - 1]
