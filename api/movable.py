"""Which moves a person is offered at a work item: to return it, or to take its completion back."""

from __future__ import annotations

from engine.core.ballot import RETURN, TAKE_BACK, allowed_actions
from engine.core.definition import Element
from engine.core.people import Person
from engine.core.state import InstanceStatus, WorkItemState
from engine.handlers.case import LiveInstance
from engine.views import WorkItemView


def with_moves(
    live: LiveInstance, view: WorkItemView, actor: Person, found: list[str], element: Element
) -> list[str]:
    """What this person may do, with the moves; nothing while the case rests, or while an answer is
    waited for. Whether a completion can still be taken back is only known when they try."""
    moves = live.state.moves
    if moves is not None and (moves.suspended or view.id in moves.returned):
        return []
    task = element.user_task
    if task is None or live.state.status is not InstanceStatus.ACTIVE:
        return found
    allowed = allowed_actions(task.actions, live.case.bundle.parameters)
    beside = moves is not None and view.id in moves.extra
    if "complete" in found and RETURN in allowed and not beside:
        return [*found, RETURN]
    mine = view.state == WorkItemState.COMPLETED and view.ended_by == actor.id
    return [*found, TAKE_BACK] if mine and TAKE_BACK in allowed else found
