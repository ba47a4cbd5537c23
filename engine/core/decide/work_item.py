"""Decides what people do to work items: claim, release, complete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from engine.core import policy
from engine.core.advance import ErrorThrown, EscalationRaised, TaskDone
from engine.core.commands import (
    ClaimWorkItem,
    CompleteWorkItem,
    ReleaseWorkItem,
    ThrowWorkItemError,
    ThrowWorkItemEscalation,
)
from engine.core.decide import Decision
from engine.core.events import (
    Event,
    WorkItemClaimed,
    WorkItemCompleted,
    WorkItemEscalated,
    WorkItemFailed,
    WorkItemReleased,
)
from engine.core.ids import Digest
from engine.core.people import Person
from engine.core.state import InstanceState, WorkItem
from engine.core.values import Value
from engine.errors import InvalidState, NotFound, NotPermitted


def open_item(state: InstanceState, work_item_id: str) -> WorkItem:
    """The open work item. Raises NotFound when the case has no such open item.

    The read side tells people who may know that it exists who completed it and when.
    """
    item = state.work_items.get(work_item_id)
    if item is None:
        raise NotFound(
            f"没有待办 {work_item_id}，或它已经结束",
            f"Expected an open work item, but {work_item_id} does not exist or has ended",
        )
    return item


def decide_claim(state: InstanceState, actor: Person, command: ClaimWorkItem) -> Decision:
    """A candidate takes a ready work item; taking one's own again changes nothing."""
    item = open_item(state, command.work_item_id)
    if not policy.is_offered(actor, item):
        raise not_offered(item)
    if item.assignee == actor.id:
        return Decision()
    if item.assignee is not None:
        raise InvalidState(
            f"待办 {item.id} 已由 {item.assignee} 认领",
            f"Expected a ready work item, but {item.id} is reserved by {item.assignee}",
        )
    return Decision(events=(WorkItemClaimed(work_item_id=item.id, by=actor.id),))


def decide_release(state: InstanceState, actor: Person, command: ReleaseWorkItem) -> Decision:
    """The assignee gives a work item back; needs somebody else it could go to."""
    item = open_item(state, command.work_item_id)
    if not policy.is_offered(actor, item):
        raise not_offered(item)
    if not policy.may_release(actor, item):
        raise InvalidState(
            f"待办 {item.id} 不在您名下，不能释放",
            f"Expected work item {item.id} to be reserved by {actor.id}",
        )
    if item.owner is not None:
        raise InvalidState(
            "此项是委派给您征求意见的，不能释放：提交意见后即回到委派人",
            f"Expected an opinion on {item.id}, which goes back to {item.owner} with it",
        )
    return Decision(events=(WorkItemReleased(work_item_id=item.id, by=actor.id),))


def not_offered(item: WorkItem) -> NotPermitted:
    return NotPermitted(
        f"待办 {item.id} 没有分派给您", f"Expected work item {item.id} to be offered to you"
    )


def refuse_completion(actor: Person, item: WorkItem) -> None:
    """Raises NotPermitted, or InvalidState when somebody else has it, unless the person may
    complete the work item."""
    if policy.may_complete(actor, item):
        if item.owner is None:
            return
        raise InvalidState(
            "此项是委派给您征求意见的，请提交意见",
            f"Expected an opinion on {item.id}, which goes back to {item.owner}",
        )
    if item.assignee not in (None, actor.id) and policy.is_offered(actor, item):
        raise InvalidState(
            f"待办 {item.id} 已由 {item.assignee} 认领",
            f"Expected work item {item.id} to be yours, but {item.assignee} has it",
        )
    if actor.id in item.excluded:
        raise NotPermitted(
            "职责分离：您在本案已办理过须分离的环节，不能办理此项",
            "Separation of duties: you took part in a step that this one is kept separate from",
        )
    raise not_offered(item)


def decide_completion(
    state: InstanceState,
    actor: Person,
    command: CompleteWorkItem,
    now: datetime,
    check: Callable[[WorkItem], tuple[Mapping[str, Value], Digest]],
) -> Decision:
    """Right first, then the form: `check` returns the accepted data and the form's digest."""
    item = open_item(state, command.work_item_id)
    refuse_completion(actor, item)
    data, digest = check(item)
    completed = WorkItemCompleted(
        work_item_id=item.id,
        element_id=item.element_id,
        by=actor.id,
        at=now,
        data=data,
        form_digest=digest,
    )
    return Decision(
        events=(*claimed(actor, item), completed),
        stimulus=TaskDone(token=item.token, data=data, by=actor.id),
    )


def claimed(actor: Person, item: WorkItem) -> tuple[Event, ...]:
    """Who acts on what nobody has takes it by that."""
    return (
        () if item.assignee == actor.id else (WorkItemClaimed(work_item_id=item.id, by=actor.id),)
    )


def decide_error(
    state: InstanceState, actor: Person, command: ThrowWorkItemError, now: datetime
) -> Decision:
    """Who may complete a work item may end it with a modelled error instead.

    If the diagram does not catch the error, the work item stays open beside the incident.
    """
    item = open_item(state, command.work_item_id)
    refuse_completion(actor, item)
    failed = WorkItemFailed(
        work_item_id=item.id,
        element_id=item.element_id,
        by=actor.id,
        at=now,
        code=command.code,
        message=command.message,
        data=command.data,
    )
    thrown = ErrorThrown(
        token=item.token, code=command.code, message=command.message, data=command.data
    )
    return Decision(events=claimed(actor, item), stimulus=thrown, failed=failed)


def decide_escalation(
    state: InstanceState, actor: Person, command: ThrowWorkItemEscalation, now: datetime
) -> Decision:
    """Who may complete a work item may escalate from it."""
    item = open_item(state, command.work_item_id)
    refuse_completion(actor, item)
    escalated = WorkItemEscalated(
        work_item_id=item.id,
        element_id=item.element_id,
        by=actor.id,
        at=now,
        code=command.code,
        data=command.data,
    )
    raised = EscalationRaised(token=item.token, code=command.code, data=command.data)
    return Decision(events=(*claimed(actor, item), escalated), stimulus=raised)
