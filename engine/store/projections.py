"""Event -> operations on the projection tables: pure, the same for append, rebuild and memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from engine.core import events as ev
from engine.core.ids import user_principal
from engine.core.state import InstanceState, WorkItemState
from engine.store.deadline_projections import deadline_passed, deadlines_set
from engine.store.facts import Facts, from_micros, micros, micros_or_none, plain_text, texts
from engine.store.moves_projections import (
    instance_resumed,
    instance_suspended,
    parked,
    trigger_held,
    work_item_reopened,
    work_item_returned,
)
from engine.store.office_projections import due_moved, follow_up_set, priority_changed
from engine.store.operations import Operation
from engine.store.searching import found_by
from engine.store.sharing_projections import (
    case_described,
    comment_added,
    comment_withdrawn,
    copy_read,
    instance_copied,
    variables_changed,
)
from engine.store.tables import FAR
from engine.store.unprojected import UNPROJECTED

_READY: Final = WorkItemState.READY.value  # reading `.value` costs a call each time
_RESERVED: Final = WorkItemState.RESERVED.value
_COMPLETED: Final = WorkItemState.COMPLETED.value
_CANCELED: Final = WorkItemState.CANCELED.value
_FAILED: Final = WorkItemState.FAILED.value


def instance_values(state: InstanceState, version: int, head: bytes) -> tuple[Any, ...]:
    """A whole row of `process_instance`, in the order of its columns."""
    return (
        state.id, version, head, state.process, state.pinned.get(f"process:{state.process}", ""),
        state.title, state.business_key, state.status.value, state.initiator.id,
        state.initiator.name, micros(state.started_at), micros_or_none(state.ended_at),
        texts(state.end_events), len(state.incidents), state.number, state.summary,
        state.initiator.department,
    )  # fmt: skip


def instance_changes(
    state: InstanceState, version: int, head: bytes, expected_version: int
) -> tuple[Any, ...]:
    """What may change in such a row, as `statements.INSTANCE_CHANGES`, then id and old version."""
    return (
        version, head, state.title, state.status.value, micros_or_none(state.ended_at),
        texts(state.end_events), len(state.incidents), state.id, expected_version,
    )  # fmt: skip


def project(state: InstanceState, events: Iterable[ev.Event], at: datetime) -> list[Operation]:
    """The operations of one command's events, in order. `state` is the case after them."""
    facts = Facts(state.id, state, micros(state.started_at), micros(at))
    operations: list[Operation] = []
    for event in events:
        projector = PROJECTORS[type(event)]
        if projector is not None:
            operations.extend(projector(event, facts))
    if state.moves is not None and state.moves.suspended:
        return list(parked(operations))
    return operations


def _instance_started(event: ev.InstanceStarted, facts: Facts) -> Iterator[Operation]:
    yield _takes_part(event.initiator.id, facts)
    state = facts.state
    known = (event.title, event.business_key, state.number, state.summary)
    yield found_by(facts.instance_id, "case", "", "\n".join(one for one in known if one))


def _takes_part(login: str, facts: Facts) -> Operation:
    return Operation("participation.add", (login, facts.started_at, facts.instance_id))


def _offered_to(assignee: str | None, candidates: Sequence[str]) -> tuple[str, ...]:
    """Who sees an open work item in the inbox: the assignee, else every candidate."""
    if assignee is not None:
        return (user_principal(assignee),)
    return tuple(dict.fromkeys(candidates))


def _work_item_created(event: ev.WorkItemCreated, facts: Facts) -> Iterable[Operation]:
    created_at = micros(event.created_at)
    due_at = micros_or_none(event.due_at)
    excluded = texts(event.excluded)
    assigned = event.assignee is not None
    state = _RESERVED if assigned else _READY
    put = Operation(
        "work_item.put",
        (
            event.work_item_id, facts.instance_id, event.process, event.element_id, event.name,
            event.name_en, event.form_id, state, event.assignee, texts(event.candidates),
            excluded, created_at, due_at, event.priority, None, None, event.zh, event.en,
        ),
    )  # fmt: skip
    rest = (
        event.work_item_id, assigned, FAR if due_at is None else due_at, excluded,
        facts.instance_id,
    )  # fmt: skip
    principals = _offered_to(event.assignee, event.candidates)
    alike = (len(principals) == 1, *_of_case(facts), event.priority)
    offered = [
        Operation("inbox.put", (principal, created_at, *rest, *alike)) for principal in principals
    ]
    taken = () if event.assignee is None else (_takes_part(event.assignee, facts),)
    return (put, *offered, *taken)


def _of_case(facts: Facts) -> tuple[str, str, str]:
    """What the inbox knows of the case: its process, initiator and department."""
    state = facts.state
    return state.process, state.initiator.id, state.initiator.department


def _offer_anew(
    work_item_id: str, assignee: str | None, candidates: Sequence[str], facts: Facts
) -> Iterator[Operation]:
    yield _no_longer_offered(work_item_id, facts)
    offered = _offered_to(assignee, candidates)
    for principal in offered:
        alone = len(offered) == 1
        values = (principal, assignee is not None, alone, *_of_case(facts), work_item_id)
        yield Operation("inbox.copy", values)


def _no_longer_offered(work_item_id: str, facts: Facts) -> Operation:
    return Operation("inbox.drop", (facts.instance_id, work_item_id))


def _work_item_assigned(event: ev.WorkItemAssigned, facts: Facts) -> Iterator[Operation]:
    state = WorkItemState.READY if event.assignee is None else WorkItemState.RESERVED
    yield Operation(
        "work_item.offer",
        (
            texts(event.candidates), texts(event.excluded), event.assignee, state.value, event.zh,
            event.en, event.work_item_id,
        ),
    )  # fmt: skip
    yield from _offer_anew(event.work_item_id, event.assignee, event.candidates, facts)
    if event.assignee is not None:
        yield _takes_part(event.assignee, facts)


def _work_item_claimed(event: ev.WorkItemClaimed, facts: Facts) -> Iterator[Operation]:
    values = (event.by, _RESERVED, event.work_item_id)
    yield Operation("work_item.take", values)
    yield from _offer_anew(event.work_item_id, event.by, (), facts)
    yield _takes_part(event.by, facts)


def _work_item_passed_on(event: Any, facts: Facts) -> Iterator[Operation]:
    yield Operation("work_item.take", (event.to, _RESERVED, event.work_item_id))
    yield from _offer_anew(event.work_item_id, event.to, (), facts)
    yield _takes_part(event.to, facts)


def _work_item_held(event: ev.WorkItemHeld, facts: Facts) -> Iterator[Operation]:
    """Nobody is asked to do it for the time being."""
    yield _no_longer_offered(event.work_item_id, facts)


def _work_item_resumed(event: ev.WorkItemResumed, facts: Facts) -> Iterator[Operation]:
    item = facts.state.work_items.get(event.work_item_id)  # gone if the same command ended it
    if item is not None:
        yield from _offer_anew(item.id, item.assignee, item.candidates, facts)


def _substitute_acted(event: ev.SubstituteActed, facts: Facts) -> Iterator[Operation]:
    yield _takes_part(event.by, facts)


def _work_item_released(event: ev.WorkItemReleased, facts: Facts) -> Iterator[Operation]:
    values = (None, _READY, event.work_item_id)
    yield Operation("work_item.take", values)
    item = facts.state.work_items.get(event.work_item_id)  # gone if the same command ended it
    if item is not None:
        yield from _offer_anew(event.work_item_id, None, item.candidates, facts)


def _work_item_completed(event: ev.WorkItemCompleted, facts: Facts) -> Iterable[Operation]:
    values = (_COMPLETED, micros(event.at), event.by, event.work_item_id)
    return (
        Operation("work_item.end", values),
        _no_longer_offered(event.work_item_id, facts),
        _takes_part(event.by, facts),
    )


def _work_item_failed(event: ev.WorkItemFailed, facts: Facts) -> Iterator[Operation]:
    values = (_FAILED, micros(event.at), event.by, event.work_item_id)
    yield Operation("work_item.end", values)
    yield _no_longer_offered(event.work_item_id, facts)
    yield _takes_part(event.by, facts)


def _work_item_canceled(event: ev.WorkItemCanceled, facts: Facts) -> Iterator[Operation]:
    values = (_CANCELED, facts.at, None, event.work_item_id)
    yield Operation("work_item.end", values)
    yield _no_longer_offered(event.work_item_id, facts)


def _timer_scheduled(event: ev.TimerScheduled, facts: Facts) -> Iterator[Operation]:
    yield Operation("timer.put", (event.timer_id, facts.instance_id, micros(event.due_at)))


def _timer_gone(event: ev.TimerFired | ev.TimerCanceled, _facts: Facts) -> Iterator[Operation]:
    yield Operation("timer.drop", (event.timer_id,))


def _job_created(event: ev.JobCreated, facts: Facts) -> Iterator[Operation]:
    yield Operation(
        "job.put",
        (
            event.job_id, facts.instance_id, "connector", event.connector, event.element_id,
            plain_text(event.inputs), "", micros(event.due_at), 1,
        ),
    )  # fmt: skip


def _message_thrown(event: ev.MessageThrown, facts: Facts) -> Iterator[Operation]:
    yield Operation(
        "job.put",
        (
            event.job_id, facts.instance_id, "message", event.message, event.element_id,
            plain_text(event.data), event.correlation_key, facts.at, 1,
        ),
    )  # fmt: skip


def _signal_thrown(event: ev.SignalThrown, facts: Facts) -> Iterator[Operation]:
    yield Operation(
        "job.put",
        (
            event.job_id, facts.instance_id, "signal", event.signal, event.element_id,
            plain_text(event.data), "", facts.at, 1,
        ),
    )  # fmt: skip


def _job_failed(event: ev.JobFailed, _facts: Facts) -> Iterator[Operation]:
    retry_at = micros_or_none(event.retry_at)
    yield Operation("job.retry", (retry_at, event.attempt + 1, event.job_id))


def _job_gone(event: ev.JobCompleted | ev.JobCanceled, _facts: Facts) -> Iterator[Operation]:
    yield Operation("job.drop", (event.job_id,))


def _message_awaited(event: ev.MessageAwaited, facts: Facts) -> Iterator[Operation]:
    yield Operation(
        "subscription.put",
        (
            event.subscription_id, facts.instance_id, event.message, event.correlation_key,
            "any" if event.any_key else "message", facts.at,
        ),
    )  # fmt: skip


def _signal_awaited(event: ev.SignalAwaited, facts: Facts) -> Iterator[Operation]:
    yield Operation(
        "subscription.put",
        (event.subscription_id, facts.instance_id, event.signal, "", "signal", facts.at),
    )


def _awaited_gone(
    event: ev.MessageReceived
    | ev.MessageAwaitCanceled
    | ev.SignalReceived
    | ev.SignalAwaitCanceled,
    _facts: Facts,
) -> Iterator[Operation]:
    yield Operation("subscription.drop", (event.subscription_id,))


def message_taken(event: ev.MessageCorrelated, instance_id: str) -> Operation:
    """Only one case takes a kept message."""
    return Operation(
        "message.take", ("taken", micros(event.at), instance_id, event.message_id, "open")
    )


def _message_correlated(event: ev.MessageCorrelated, facts: Facts) -> Iterator[Operation]:
    yield message_taken(event, facts.instance_id)


def _incident_raised(event: ev.IncidentRaised, facts: Facts) -> Iterator[Operation]:
    yield Operation(
        "incident.put",
        (
            event.incident_id, facts.instance_id, event.element_id, event.kind, event.zh, event.en,
            facts.at, None, None,
        ),
    )  # fmt: skip


def _incident_resolved(event: ev.IncidentResolved, facts: Facts) -> Iterator[Operation]:
    yield Operation("incident.resolve", (facts.at, event.by, event.incident_id))


def register_operation(event: ev.RegisterEntryWritten, instance_id: str) -> Operation:
    """Add the line, or change it if it is still as it was read."""
    data = plain_text(event.data)
    if event.version == 1:
        return Operation("register.add", (event.register, event.key, 1, data, instance_id))
    read = event.version - 1
    values = (event.version, data, instance_id, event.register, event.key, read)
    return Operation("register.change", values)


def _register_entry_written(event: ev.RegisterEntryWritten, facts: Facts) -> Iterator[Operation]:
    yield register_operation(event, facts.instance_id)


Projector = Callable[[Any, Facts], Iterable[Operation]]

PROJECTORS: Final[Mapping[type[ev.Event], Projector | None]] = {
    ev.InstanceStarted: _instance_started,
    ev.WorkItemCreated: _work_item_created,
    ev.WorkItemAssigned: _work_item_assigned,
    ev.WorkItemClaimed: _work_item_claimed,
    ev.WorkItemReleased: _work_item_released,
    ev.WorkItemCompleted: _work_item_completed,
    ev.WorkItemCanceled: _work_item_canceled,
    ev.WorkItemFailed: _work_item_failed,
    ev.WorkItemTransferred: _work_item_passed_on,
    ev.WorkItemDelegated: _work_item_passed_on,
    ev.DelegationResolved: _work_item_passed_on,
    ev.WorkItemAppointed: _work_item_passed_on,
    ev.WorkItemHeld: _work_item_held,
    ev.WorkItemResumed: _work_item_resumed,
    ev.SubstituteActed: _substitute_acted,
    ev.WorkItemReturned: work_item_returned,
    ev.WorkItemReopened: work_item_reopened,
    ev.InstanceSuspended: instance_suspended,
    ev.InstanceResumed: instance_resumed,
    ev.TriggerHeld: trigger_held,
    ev.CaseDescribed: case_described,
    ev.InstanceCopied: instance_copied,
    ev.CopyRead: copy_read,
    ev.VariablesChanged: variables_changed,
    ev.CommentAdded: comment_added,
    ev.CommentWithdrawn: comment_withdrawn,
    ev.TimerScheduled: _timer_scheduled,
    ev.TimerFired: _timer_gone,
    ev.TimerCanceled: _timer_gone,
    ev.JobCreated: _job_created,
    ev.MessageThrown: _message_thrown,
    ev.JobFailed: _job_failed,
    ev.JobCompleted: _job_gone,
    ev.JobCanceled: _job_gone,
    ev.MessageAwaited: _message_awaited,
    ev.MessageReceived: _awaited_gone,
    ev.MessageAwaitCanceled: _awaited_gone,
    ev.MessageCorrelated: _message_correlated,
    ev.SignalThrown: _signal_thrown,
    ev.SignalAwaited: _signal_awaited,
    ev.SignalReceived: _awaited_gone,
    ev.SignalAwaitCanceled: _awaited_gone,
    ev.IncidentRaised: _incident_raised,
    ev.IncidentResolved: _incident_resolved,
    ev.RegisterEntryWritten: _register_entry_written,
    ev.FollowUpSet: follow_up_set,
    ev.DueMoved: due_moved,
    ev.PriorityChanged: priority_changed,
    ev.DeadlinesSet: deadlines_set,
    ev.DeadlinePassed: deadline_passed,
    **dict.fromkeys(UNPROJECTED),
}
"""Every event type is named, so that a new one cannot be forgotten silently (a test compares)."""

__all__ = ["PROJECTORS", "from_micros", "micros", "plain_text", "texts"]
