"""Event -> state for what people moved: pure and total, part of core.evolve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from engine.core import events as ev
from engine.core import evolve_office as office
from engine.core.deadlines import postponed
from engine.core.ids import UserId
from engine.core.moves import NO_MOVES, Extra, ExtraKind, Held, Moves, Returned
from engine.core.state import InstanceState, InstanceStatus, WorkItemState


def _moves(state: InstanceState) -> Moves:
    return state.moves or NO_MOVES


def _with(state: InstanceState, **changes: Any) -> InstanceState:
    return replace(state, moves=replace(_moves(state), **changes))


def _item(case: InstanceState, work_item_id: str, **changes: Any) -> InstanceState:
    item = replace(case.work_items[work_item_id], **changes)
    return replace(case, work_items={**case.work_items, work_item_id: item})


def _without(mapping: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


def offered(state: InstanceState, element_id: str) -> InstanceState:
    """A work item of the element was created: whoever it was returned to has it now."""
    moves = state.moves
    if moves is None or element_id not in moves.arriving:
        return state
    return _with(state, arriving=_without(moves.arriving, element_id))


def ended(state: InstanceState, work_item_id: str) -> InstanceState:
    """A work item ended, of which something may have waited."""
    moves = state.moves
    if moves is None or not (work_item_id in moves.extra or work_item_id in moves.returned):
        return state
    return _with(
        state,
        extra=_without(moves.extra, work_item_id),
        returned=_without(moves.returned, work_item_id),
    )


def terminated(state: InstanceState) -> InstanceStatus:
    """How a case ended that was stopped."""
    if state.moves is not None and state.moves.rejected:
        return InstanceStatus.REJECTED
    withdrawn = state.moves is not None and state.moves.withdrawn
    return InstanceStatus.WITHDRAWN if withdrawn else InstanceStatus.TERMINATED


def _returned(state: InstanceState, event: ev.WorkItemReturned) -> InstanceState:
    moves = _moves(state)
    if event.straight:
        extra = f"{state.id}-x{moves.serial + 1}"
        waits = Returned(to=extra, by=event.by, at=event.at, due_at=event.due_at)
        state = _item(state, event.work_item_id, state=WorkItemState.RETURNED, assignee=event.by)
        return _with(state, returned={**moves.returned, event.work_item_id: waits})
    arriving = dict(moves.arriving)
    if event.performer is not None:
        arriving[event.to] = event.performer
    anew = tuple(dict.fromkeys((*moves.anew, event.element_id)))
    return _with(state, arriving=arriving, anew=anew)


def _added(state: InstanceState, event: ev.WorkItemAdded) -> InstanceState:
    moves = _moves(state)
    one = Extra(kind=ExtraKind(event.kind), of=event.of)
    extra = {**moves.extra, event.work_item_id: one}
    return _with(state, extra=extra, serial=moves.serial + 1)


def _reopened(state: InstanceState, event: ev.WorkItemReopened) -> InstanceState:
    waited = _moves(state).returned.get(event.work_item_id)
    pending = state.work_items[event.work_item_id].deadlines
    state = _item(
        state,
        event.work_item_id,
        state=WorkItemState.RESERVED,
        assignee=UserId(event.to),
        deadlines=postponed(pending, event.at - waited.at) if waited else pending,
    )
    return _with(state, returned=_without(_moves(state).returned, event.work_item_id))


def _taken_back(state: InstanceState, event: ev.WorkItemTakenBack) -> InstanceState:
    return _with(state, arriving={**_moves(state).arriving, event.element_id: event.by})


def _withdrawn(state: InstanceState, event: ev.InstanceWithdrawn) -> InstanceState:
    return _with(state, withdrawn=True)


def _rejected(state: InstanceState, event: ev.InstanceRejected) -> InstanceState:
    return _with(state, rejected=True)


def _suspended(state: InstanceState, event: ev.InstanceSuspended) -> InstanceState:
    return _with(state, suspended=True, suspended_at=event.at)


def _resumed(state: InstanceState, event: ev.InstanceResumed) -> InstanceState:
    return _with(state, suspended=False, suspended_at=None, held=())


def _held(state: InstanceState, event: ev.TriggerHeld) -> InstanceState:
    waiting = state.subscriptions[event.subscription_id]
    one = Held(
        subscription_id=waiting.id,
        element_id=waiting.element_id,
        token=waiting.token,
        kind=event.kind,
        name=event.name,
        data=event.data,
        correlation_key=event.correlation_key,
    )
    return _with(state, held=(*_moves(state).held, one))


def _revived(state: InstanceState, event: ev.InstanceRevived) -> InstanceState:
    state = _with(state, withdrawn=False, rejected=False, suspended=False, held=())
    return replace(state, status=InstanceStatus.ACTIVE, ended_at=None, end_events=())


def _approvers(state: InstanceState, event: ev.ApproversChanged) -> InstanceState:
    approvers = _without(_moves(state).approvers, event.element_id)
    if event.people:
        approvers[event.element_id] = event.people
    return _with(state, approvers=approvers)


APPLIERS: Final[Mapping[tuple[str, int], Callable[[InstanceState, Any], InstanceState]]] = {
    **office.APPLIERS,
    ("WorkItemReturned", 1): _returned,
    ("WorkItemAdded", 1): _added,
    ("WorkItemReopened", 1): _reopened,
    ("WorkItemTakenBack", 1): _taken_back,
    ("InstanceWithdrawn", 1): _withdrawn,
    ("InstanceRejected", 1): _rejected,
    ("InstanceSuspended", 1): _suspended,
    ("InstanceResumed", 1): _resumed,
    ("TriggerHeld", 1): _held,
    ("InstanceRevived", 1): _revived,
    ("ApproversChanged", 1): _approvers,
}
