"""Events about work that was given back and cases that rest -> operations on the tables.

While a case is suspended nothing of it is due: its timers have no rows, and its jobs no time. What
it waits for still reaches it, and is held. They come back from its state when it is resumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from engine.core import events as ev
from engine.core.ids import user_principal
from engine.core.state import InstanceState, Waiting, WorkItemState
from engine.store.deadline_projections import clock_goes_on, clock_stops
from engine.store.facts import Facts, micros, micros_or_none
from engine.store.operations import Operation

_UNSEEN: Final = frozenset({"timer.put"})


def parked(operations: Iterable[Operation]) -> Iterator[Operation]:
    """The operations of a command on a suspended case: what they bring is not due."""
    for one in operations:
        if one.kind in _UNSEEN:
            continue
        if one.kind == "job.put":
            yield Operation(one.kind, (*one.values[:-2], None, one.values[-1]))
        elif one.kind == "work_item.deadline":
            yield clock_stops(one.values[-1])
        elif one.kind == "job.retry":
            yield Operation(one.kind, (None, *one.values[1:]))
        else:
            yield one


def instance_suspended(event: ev.InstanceSuspended, facts: Facts) -> Iterator[Operation]:
    state = facts.state
    yield from (Operation("timer.drop", (timer,)) for timer in state.timers)
    yield from (Operation("job.due", (None, job)) for job in state.jobs)
    for item in state.work_items.values():
        if item.deadlines is not None:
            yield clock_stops(item.id)


def instance_resumed(event: ev.InstanceResumed, facts: Facts) -> Iterator[Operation]:
    state = facts.state
    yield from (_timer(one, facts) for one in state.timers.values() if not _waits(state, one))
    for one in state.subscriptions.values():
        if one.kind != "signal":  # those were never taken away
            yield _subscription(one, facts)
    for job in state.jobs.values():
        due = facts.at if job.due_at is None and not _failed(state, job) else None
        yield Operation("job.due", (micros(job.due_at) if job.due_at else due, job.id))
    for item in state.work_items.values():
        if item.state is not WorkItemState.RETURNED:
            yield from clock_goes_on(item)


def trigger_held(event: ev.TriggerHeld, facts: Facts) -> Iterator[Operation]:
    """A message has found its one receiver; signals go on reaching theirs."""
    if event.kind != "signal":
        yield Operation("subscription.drop", (event.subscription_id,))


def _timer(timer: Waiting, facts: Facts) -> Operation:
    due = micros(timer.due_at) if timer.due_at is not None else facts.at
    return Operation("timer.put", (timer.id, facts.instance_id, due))


def _subscription(one: Waiting, facts: Facts) -> Operation:
    values = (one.id, facts.instance_id, one.name, one.key, one.kind or "message", facts.at)
    return Operation("subscription.put", values)


def _failed(state: InstanceState, job: Waiting) -> bool:
    """Whether it has no attempt left, so that an operator has to retry it."""
    return f"{job.id}-i" in state.incidents


def _waits(state: InstanceState, timer: Waiting) -> bool:
    """Whether the timer belongs to a work item that waits for the answer to its return."""
    return state.moves is not None and f"{state.id}-{timer.token}" in state.moves.returned


def work_item_returned(event: ev.WorkItemReturned, facts: Facts) -> Iterator[Operation]:
    """Straight: it is in nobody's inbox until it is answered, and its timers stand still."""
    yield Operation("participation.add", (event.by, facts.started_at, facts.instance_id))
    if not event.straight:
        return
    values = (event.by, WorkItemState.RETURNED.value, event.work_item_id)
    yield Operation("work_item.take", values)
    yield Operation("inbox.drop", (facts.instance_id, event.work_item_id))
    yield clock_stops(event.work_item_id)
    for timer in facts.state.timers.values():
        if _waits(facts.state, timer):
            yield Operation("timer.drop", (timer.id,))


def work_item_reopened(event: ev.WorkItemReopened, facts: Facts) -> Iterator[Operation]:
    due = micros_or_none(event.due_at)
    values = (event.to, WorkItemState.RESERVED.value, due, event.work_item_id)
    yield Operation("work_item.reopen", values)
    yield Operation("inbox.drop", (facts.instance_id, event.work_item_id))
    state = facts.state
    of_case = (state.process, state.initiator.id, state.initiator.department)
    row = (user_principal(event.to), True, True, *of_case, event.work_item_id)
    yield Operation("inbox.copy", row)
    item = state.work_items.get(event.work_item_id)
    if item is not None:
        yield from clock_goes_on(item)
