"""Event -> state: one applier per (event type, version), pure and total."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, TypeVar

from engine.core import events as ev
from engine.core import evolve_approval as approval
from engine.core import evolve_deadlines as deadlines
from engine.core import evolve_moves as moves
from engine.core.ids import InstanceId, UserId
from engine.core.state import (
    Incident,
    IncidentKind,
    InstanceState,
    InstanceStatus,
    Waiting,
    WorkItem,
    WorkItemState,
)
from engine.core.without_effect import WITHOUT_EFFECT
from engine.errors import IntegrityViolation

T = TypeVar("T")
Applier = Callable[[InstanceState, Any], InstanceState]

_FIELDS: Final = tuple(one.name for one in fields(InstanceState))
_VALUES: Final = attrgetter(*_FIELDS)
MANY: Final = 200
"""Events from which on it pays to fold over them without a copy for each."""

_OPEN: Final = ("work_items", "timers", "jobs", "subscriptions", "incidents")


def _next(case: InstanceState, **changes: Any) -> InstanceState:
    """`dataclasses.replace` at a third of its cost: every command does it."""
    values = dict(zip(_FIELDS, _VALUES(case), strict=True))
    values.update(changes)
    return InstanceState(**values)


class _Growing(dict[str, T]):
    """A mapping of a fold under way: nobody else has seen it, so it is changed in place."""

    __slots__ = ()


def _with(items: Mapping[str, T], key: str, item: T) -> Mapping[str, T]:
    if type(items) is _Growing:
        items[key] = item
        return items
    return {**items, key: item}


def _without(items: Mapping[str, T], key: str) -> Mapping[str, T]:
    if type(items) is _Growing:
        items.pop(key, None)
        return items
    return {k: v for k, v in items.items() if k != key}


def opened(case: InstanceState) -> InstanceState:
    """The same state, to be folded over many events at the cost of those events alone, however
    much is open. States on the way are not to be kept; the last one goes through `closed`."""
    return _next(case, **{name: _Growing(getattr(case, name)) for name in _OPEN})


def closed(case: InstanceState) -> InstanceState:
    """The state after a fold that began with `opened`, to be kept."""
    return _next(case, **{name: dict(getattr(case, name)) for name in _OPEN})


def begin(instance_id: str, event: ev.InstanceStarted) -> InstanceState:
    """The state right after a case began."""
    return InstanceState(
        id=InstanceId(instance_id),
        process=event.process,
        pinned=event.pinned,
        initiator=event.initiator,
        status=InstanceStatus.ACTIVE,
        started_at=event.at,
        title=event.title,
        business_key=event.business_key,
    )


def _work_item_created(state: InstanceState, event: ev.WorkItemCreated) -> InstanceState:
    item = WorkItem(
        id=event.work_item_id,
        element_id=event.element_id,
        token=event.token,
        process=event.process,
        form_id=event.form_id,
        state=WorkItemState.RESERVED if event.assignee else WorkItemState.READY,
        candidates=event.candidates,
        excluded=event.excluded,
        assignee=event.assignee,
        unresolved=event.unresolved,
        due_at=event.due_at,
        priority=event.priority,
    )
    if state.moves is not None:
        state = moves.offered(state, item.element_id)
    return _next(state, work_items=_with(state.work_items, item.id, item))


def _changed(case: InstanceState, work_item_id: str, **changes: Any) -> InstanceState:
    item = replace(case.work_items[work_item_id], **changes)
    return _next(case, work_items=_with(case.work_items, work_item_id, item))


def _work_item_assigned(state: InstanceState, event: ev.WorkItemAssigned) -> InstanceState:
    return _changed(
        state,
        event.work_item_id,
        candidates=event.candidates,
        excluded=event.excluded,
        assignee=event.assignee,
        unresolved=(),
        owner=None,
        state=WorkItemState.RESERVED if event.assignee else WorkItemState.READY,
    )


def _work_item_claimed(state: InstanceState, event: ev.WorkItemClaimed) -> InstanceState:
    return _changed(state, event.work_item_id, assignee=event.by, state=WorkItemState.RESERVED)


def _work_item_released(state: InstanceState, event: ev.WorkItemReleased) -> InstanceState:
    return _changed(state, event.work_item_id, assignee=None, state=WorkItemState.READY)


def _performed(
    performers: Mapping[str, tuple[UserId, ...]], element_id: str, by: UserId
) -> Mapping[str, tuple[UserId, ...]]:
    known = performers.get(element_id, ())
    return performers if by in known else {**performers, element_id: (*known, by)}


def _work_item_completed(state: InstanceState, event: ev.WorkItemCompleted) -> InstanceState:
    if state.approvals:
        state = approval.with_data(state, event)
    return _work_item_done(state, event)


def _work_item_done(
    state: InstanceState, event: ev.WorkItemCompleted | ev.WorkItemFailed
) -> InstanceState:
    if state.moves is not None:
        state = moves.ended(state, event.work_item_id)
    return _next(
        state,
        work_items=_without(state.work_items, event.work_item_id),
        performers=_performed(state.performers, event.element_id, event.by),
        last_performer=event.by,
    )


def _work_item_canceled(state: InstanceState, event: ev.WorkItemCanceled) -> InstanceState:
    if state.moves is not None:
        state = moves.ended(state, event.work_item_id)
    return _next(state, work_items=_without(state.work_items, event.work_item_id))


def _timer_scheduled(state: InstanceState, event: ev.TimerScheduled) -> InstanceState:
    timer = Waiting(
        id=event.timer_id, element_id=event.element_id, token=event.token, due_at=event.due_at
    )
    return _next(state, timers=_with(state.timers, timer.id, timer))


def _timer_gone(state: InstanceState, event: ev.TimerFired | ev.TimerCanceled) -> InstanceState:
    return _next(state, timers=_without(state.timers, event.timer_id))


def _job_created(state: InstanceState, event: ev.JobCreated) -> InstanceState:
    job = Waiting(
        id=event.job_id,
        element_id=event.element_id,
        token=event.token,
        name=event.connector,
        due_at=event.due_at,
    )
    return _next(state, jobs=_with(state.jobs, job.id, job))


def _message_thrown(state: InstanceState, event: ev.MessageThrown) -> InstanceState:
    job = Waiting(
        id=event.job_id,
        element_id=event.element_id,
        token=0,
        name=event.message,
        key=event.correlation_key,
    )
    return _next(state, jobs=_with(state.jobs, job.id, job))


def _job_gone(state: InstanceState, event: ev.JobCompleted | ev.JobCanceled) -> InstanceState:
    return _next(state, jobs=_without(state.jobs, event.job_id))


def _job_failed(state: InstanceState, event: ev.JobFailed) -> InstanceState:
    job = replace(state.jobs[event.job_id], due_at=event.retry_at)
    return _next(state, jobs=_with(state.jobs, job.id, job))


def _message_awaited(state: InstanceState, event: ev.MessageAwaited) -> InstanceState:
    waiting = Waiting(
        id=event.subscription_id,
        element_id=event.element_id,
        token=event.token,
        name=event.message,
        key=event.correlation_key,
        kind="any" if event.any_key else "message",
    )
    return _next(state, subscriptions=_with(state.subscriptions, waiting.id, waiting))


def _signal_thrown(state: InstanceState, event: ev.SignalThrown) -> InstanceState:
    job = Waiting(id=event.job_id, element_id=event.element_id, token=0, name=event.signal)
    return _next(state, jobs=_with(state.jobs, job.id, job))


def _signal_awaited(state: InstanceState, event: ev.SignalAwaited) -> InstanceState:
    waiting = Waiting(
        id=event.subscription_id,
        element_id=event.element_id,
        token=event.token,
        name=event.signal,
        kind="signal",
    )
    return _next(state, subscriptions=_with(state.subscriptions, waiting.id, waiting))


def _awaited_gone(
    state: InstanceState,
    event: ev.MessageReceived
    | ev.MessageAwaitCanceled
    | ev.SignalReceived
    | ev.SignalAwaitCanceled,
) -> InstanceState:
    return _next(state, subscriptions=_without(state.subscriptions, event.subscription_id))


def _work_item_transferred(state: InstanceState, event: ev.WorkItemTransferred) -> InstanceState:
    return _changed(state, event.work_item_id, assignee=event.to, state=WorkItemState.RESERVED)


def _work_item_urged(state: InstanceState, event: ev.WorkItemUrged) -> InstanceState:
    return _changed(state, event.work_item_id, urged_at=event.at)


def _case_described(state: InstanceState, event: ev.CaseDescribed) -> InstanceState:
    return _next(state, number=event.number, summary=event.summary, searchable=event.searchable)


def _instance_copied(state: InstanceState, event: ev.InstanceCopied) -> InstanceState:
    return _next(state, copies={**state.copies, **dict.fromkeys(event.to, False)})


def _copy_read(state: InstanceState, event: ev.CopyRead) -> InstanceState:
    return _next(state, copies={**state.copies, event.by: True})


def _substitute_acted(state: InstanceState, event: ev.SubstituteActed) -> InstanceState:
    if not event.element_id:
        return state
    who = _performed(state.performers, event.element_id, event.on_behalf_of)
    return _next(state, performers=who)


def _incident_raised(state: InstanceState, event: ev.IncidentRaised) -> InstanceState:
    incident = Incident(
        id=event.incident_id,
        kind=IncidentKind(event.kind),
        element_id=event.element_id,
        token=event.token,
        work_item_id=event.work_item_id,
    )
    return _next(state, incidents=_with(state.incidents, incident.id, incident))


def _incident_resolved(state: InstanceState, event: ev.IncidentResolved) -> InstanceState:
    return _next(state, incidents=_without(state.incidents, event.incident_id))


def _ended(
    state: InstanceState, status: InstanceStatus, at: datetime, end_events: tuple[str, ...] = ()
) -> InstanceState:
    return _next(state, status=status, ended_at=at, end_events=end_events)


def _instance_completed(state: InstanceState, event: ev.InstanceCompleted) -> InstanceState:
    return _ended(state, InstanceStatus.COMPLETED, event.at, event.end_events)


def _instance_terminated(state: InstanceState, event: ev.InstanceTerminated) -> InstanceState:
    return _ended(state, moves.terminated(state), event.at)


def _comment_added(state: InstanceState, event: ev.CommentAdded) -> InstanceState:
    return _next(state, comments={**state.comments, event.comment_id: event.by})


def _comment_withdrawn(state: InstanceState, event: ev.CommentWithdrawn) -> InstanceState:
    return _next(state, comments={**state.comments, event.comment_id: UserId("")})


def _unchanged(state: InstanceState, event: ev.Event) -> InstanceState:
    return state


APPLIERS: Final[Mapping[tuple[str, int], Applier]] = {
    ("WorkItemCreated", 1): _work_item_created,
    ("WorkItemAssigned", 1): _work_item_assigned,
    ("WorkItemClaimed", 1): _work_item_claimed,
    ("WorkItemReleased", 1): _work_item_released,
    ("WorkItemCompleted", 1): _work_item_completed,
    ("WorkItemCanceled", 1): _work_item_canceled,
    ("WorkItemFailed", 1): _work_item_done,
    ("WorkItemTransferred", 1): _work_item_transferred,
    ("WorkItemUrged", 1): _work_item_urged,
    ("CaseDescribed", 1): _case_described,
    ("InstanceCopied", 1): _instance_copied,
    ("CopyRead", 1): _copy_read,
    ("SubstituteActed", 1): _substitute_acted,
    ("TimerScheduled", 1): _timer_scheduled,
    ("TimerFired", 1): _timer_gone,
    ("TimerCanceled", 1): _timer_gone,
    ("JobCreated", 1): _job_created,
    ("MessageThrown", 1): _message_thrown,
    ("JobCompleted", 1): _job_gone,
    ("JobCanceled", 1): _job_gone,
    ("JobFailed", 1): _job_failed,
    ("MessageAwaited", 1): _message_awaited,
    ("MessageReceived", 1): _awaited_gone,
    ("MessageAwaitCanceled", 1): _awaited_gone,
    ("SignalThrown", 1): _signal_thrown,
    ("SignalAwaited", 1): _signal_awaited,
    ("SignalReceived", 1): _awaited_gone,
    ("SignalAwaitCanceled", 1): _awaited_gone,
    ("IncidentRaised", 1): _incident_raised,
    ("IncidentResolved", 1): _incident_resolved,
    ("CommentAdded", 1): _comment_added,
    ("CommentWithdrawn", 1): _comment_withdrawn,
    ("InstanceCompleted", 1): _instance_completed,
    ("InstanceTerminated", 1): _instance_terminated,
    **approval.APPLIERS,
    **moves.APPLIERS,
    **deadlines.APPLIERS,
    **dict.fromkeys(((name, 1) for name in WITHOUT_EFFECT), _unchanged),
}

_BY_CLASS: Final = {
    kind: APPLIERS[kind.__name__, kind.v]
    for kind in ev.EVENT_TYPES.values()
    if kind is not ev.InstanceStarted
}

UNMOVED: Final = frozenset(kind for kind, apply in _BY_CLASS.items() if apply is _unchanged)
"""Events that leave this state as it is."""


def evolve(state: InstanceState | None, instance_id: str, event: ev.Event) -> InstanceState:
    """The state after one event. `state` is None before InstanceStarted, and only then."""
    if state is not None and type(event) is not ev.InstanceStarted:
        return _BY_CLASS[type(event)](state, event)
    if isinstance(event, ev.InstanceStarted):
        return begin(instance_id, event)
    if state is None:
        raise IntegrityViolation(
            f"案件 {instance_id} 的历史不是以启动事件开头",
            f"Expected the history of {instance_id} to begin with InstanceStarted",
        )
    return _BY_CLASS[type(event)](state, event)


def _folded(state: InstanceState, instance_id: str, happened: Iterable[ev.Event]) -> InstanceState:
    for event in happened:
        state = evolve(state, instance_id, event)
    return state


def fold(
    state: InstanceState | None, instance_id: str, happened: Sequence[ev.Event]
) -> InstanceState:
    """The state after several events, in order. Raises IntegrityViolation when there is none."""
    if state is not None and len(happened) > MANY:
        return closed(_folded(opened(state), instance_id, happened))
    for event in happened:
        state = evolve(state, instance_id, event)
    if state is None:
        raise IntegrityViolation(
            f"案件 {instance_id} 没有历史", f"Expected at least one event for {instance_id}"
        )
    return state
