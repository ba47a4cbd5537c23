"""What the worker takes: timers, jobs, messages."""

from __future__ import annotations

from decimal import Decimal

from engine.core import events as ev
from engine.ports import Store
from engine.views import Subscription
from tests.contract.cases import at, start


def timer(number: int, minutes: float) -> ev.TimerScheduled:
    return ev.TimerScheduled(
        timer_id=f"i1-t{number}", element_id="wait", token=number, due_at=at(minutes)
    )


def job(number: int, minutes: float) -> ev.JobCreated:
    return ev.JobCreated(
        job_id=f"i1-j{number}", element_id="number", token=number, connector="next-number",
        inputs={"prefix": "YY", "width": Decimal("4.0")}, due_at=at(minutes),
    )  # fmt: skip


def test_due_timers_come_by_due_time(store: Store) -> None:
    case = start(store, "i1", timer(1, 20), timer(2, 10), timer(3, 30))
    assert [t.id for t in store.due_timers(at(20), 10)] == ["i1-t2", "i1-t1"]
    assert [t.due_at for t in store.due_timers(at(99), 1)] == [at(10)]
    assert store.due_timers(at(9), 10) == []
    fired = ev.TimerFired(timer_id="i1-t2", element_id="wait")
    case.append(store, fired, ev.TimerCanceled(timer_id="i1-t3"))
    assert [t.id for t in store.due_timers(at(99), 10)] == ["i1-t1"]


def test_timer_scheduled_again_has_its_new_time(store: Store) -> None:
    case = start(store, "i1", timer(1, 20))
    case.append(store, timer(1, 40))
    assert [t.due_at for t in store.due_timers(at(99), 10)] == [at(40)]


def test_job_is_due_with_its_inputs(store: Store) -> None:
    start(store, "i1", job(1, 5))
    assert store.due_jobs(at(4), 10) == []
    (found,) = store.due_jobs(at(5), 10)
    assert (found.id, found.instance_id, found.kind, found.name) == (
        "i1-j1", "i1", "connector", "next-number",
    )  # fmt: skip
    assert found.inputs == {"prefix": "YY", "width": Decimal("4.0")}
    assert (found.element_id, found.attempt, found.due_at) == ("number", 1, at(5))


def test_failed_job_waits_for_its_next_attempt(store: Store) -> None:
    case = start(store, "i1", job(1, 5))
    failed = {"job_id": "i1-j1", "element_id": "number", "error": "refused"}
    case.append(store, ev.JobFailed(**failed, attempt=1, retry_at=at(15)))
    assert store.due_jobs(at(14), 10) == []
    (found,) = store.due_jobs(at(15), 10)
    assert (found.attempt, found.due_at) == (2, at(15))
    case.append(store, ev.JobFailed(**failed, attempt=2, retry_at=None))
    assert store.due_jobs(at(999), 10) == []
    assert store.next_due() is None
    case.append(store, job(1, 60))
    assert [(j.id, j.attempt) for j in store.due_jobs(at(60), 10)] == [("i1-j1", 1)]


def test_ended_jobs_are_gone(store: Store) -> None:
    case = start(store, "i1", job(1, 5), job(2, 5))
    completed = ev.JobCompleted(job_id="i1-j1", element_id="number", result=None)
    case.append(store, completed, ev.JobCanceled(job_id="i1-j2"))
    assert store.due_jobs(at(99), 10) == []


def test_thrown_message_is_a_job_until_delivered(store: Store) -> None:
    case = start(store, "i1")
    thrown = ev.MessageThrown(
        job_id="i1-j3", element_id="tell", message="seal-returned", correlation_key="YY-1",
        data={"state": "好"},
    )  # fmt: skip
    case.append(store, thrown, when=at(2))
    (found,) = store.due_jobs(at(2), 10)
    assert (found.kind, found.name, found.correlation_key) == ("message", "seal-returned", "YY-1")
    assert (found.inputs, found.due_at) == ({"state": "好"}, at(2))
    case.append(store, ev.JobCompleted(job_id="i1-j3", element_id="tell", result=None))
    assert store.due_jobs(at(99), 10) == []


def test_subscription_is_found_by_message_and_key(store: Store) -> None:
    def awaited(key: str, number: int) -> ev.MessageAwaited:
        return ev.MessageAwaited(
            subscription_id=f"i1-s{number}", element_id="wait", token=number,
            message="seal-returned", correlation_key=key,
        )  # fmt: skip

    case = start(store, "i1", awaited("YY-1", 1), awaited("YY-2", 2), awaited("YY-1", 3))
    assert [s.id for s in store.subscriptions("seal-returned", "YY-1")] == ["i1-s1", "i1-s3"]
    assert store.subscriptions("seal-returned", "YY-2") == [
        Subscription(id="i1-s2", instance_id="i1", message="seal-returned", correlation_key="YY-2")
    ]
    received = ev.MessageReceived(subscription_id="i1-s1")
    case.append(store, received, ev.MessageAwaitCanceled(subscription_id="i1-s3"))
    assert store.subscriptions("seal-returned", "YY-1") == []


def test_next_due_is_the_earliest_of_timers_and_jobs(store: Store) -> None:
    assert store.next_due() is None
    case = start(store, "i1", timer(1, 20), job(1, 30))
    assert store.next_due() == at(20)
    case.append(store, ev.TimerFired(timer_id="i1-t1", element_id="wait"))
    assert store.next_due() == at(30)
