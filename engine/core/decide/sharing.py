"""Decides how work passes between people: transfer, urge, copy, and acting for an absent person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any, Final

from engine.core import policy
from engine.core.commands import CopyInstance, ReadCopy, TransferWorkItem, UrgeWorkItem
from engine.core.decide import Decision
from engine.core.decide.approval import refuse_second_seat
from engine.core.decide.work_item import open_item
from engine.core.events import (
    AdHocActivityChosen,
    CopyRead,
    DelegationResolved,
    InstanceCopied,
    SubstituteActed,
    WorkItemCompleted,
    WorkItemEscalated,
    WorkItemFailed,
    WorkItemTransferred,
    WorkItemUrged,
)
from engine.core.people import Person
from engine.core.state import InstanceState, WorkItem
from engine.errors import InvalidCommand, InvalidState, NotFound, NotPermitted

URGE_AGAIN_AFTER: Final = timedelta(hours=1)
MAX_COPIES: Final = 100
_FINISHING: Final = (
    AdHocActivityChosen,
    DelegationResolved,
    WorkItemCompleted,
    WorkItemEscalated,
    WorkItemFailed,
    WorkItemTransferred,
)
"""What the substitute does in person; claiming and giving back stay the absent person's."""


def decide_transfer(
    state: InstanceState, actor: Person, command: TransferWorkItem, now: datetime
) -> Decision:
    """Who may do the work, or an administrator, gives it to another person who may do it.

    The separation of duties holds for who gets it as it does for who claims it.
    """
    item = open_item(state, command.work_item_id)
    if not policy.may_transfer(actor, item):
        raise NotPermitted(
            "只有办理人或管理员可以转办", "Expected who has the work item, or an administrator"
        )
    if not command.reason.strip():
        raise InvalidCommand("转办须说明原因", "Expected a reason for the transfer")
    if command.to.id == item.assignee:
        raise InvalidState(
            f"此项已在{command.to.name}名下", f"Expected another person, {command.to.id} has it"
        )
    if item.owner is not None:
        raise InvalidState(
            "此项已委派，待受托人提出意见后再转办；管理员可以指派",
            f"Expected the delegate of {item.id} to give an opinion first",
        )
    refuse_second_seat(state, item, command.to)
    if not policy.may_receive(command.to, item):
        raise NotPermitted(
            f"不能转办给{command.to.name}：须职责分离，或此人只能查看",
            f"Expected somebody who may do this work: {command.to.id} is kept separate from it "
            "or only reads",
        )
    moved = WorkItemTransferred(
        work_item_id=item.id, by=actor.id, to=command.to.id, at=now, reason=command.reason
    )
    return Decision(events=(moved,))


def decide_urge(
    state: InstanceState, actor: Person, command: UrgeWorkItem, now: datetime
) -> Decision:
    """Who takes part in the case urges an open work item, at most once an hour in all."""
    item = open_item(state, command.work_item_id)
    if not policy.may_urge(actor, state, item):
        raise NotPermitted(
            "只有发起人、经办人或管理员可以催办",
            "Expected the initiator, somebody who performed a step, or an administrator",
        )
    if urged_lately(item, now) is not None:
        raise InvalidState(
            "一小时内已催办过，请稍后再催",
            f"Expected an hour since it was last urged at {item.urged_at}",
        )
    urged = WorkItemUrged(work_item_id=item.id, by=actor.id, at=now, reason=command.reason)
    return Decision(events=(urged,))


def urged_lately(item: WorkItem, now: datetime) -> datetime | None:
    """Until when it may not be urged once more; None while it may be."""
    again = None if item.urged_at is None else item.urged_at + URGE_AGAIN_AFTER
    return again if again is not None and now < again else None


def decide_copy(
    state: InstanceState, actor: Person, command: CopyInstance, now: datetime
) -> Decision:
    """Who takes part shows the case to others; who has a copy already is left out."""
    if not policy.may_copy(actor, state):
        raise NotPermitted(
            "只有案件的参与人可以抄送", "Expected somebody who takes part in the case"
        )
    if not 1 <= len(command.to) <= MAX_COPIES:
        raise InvalidCommand(
            f"抄送人数应为 1 到 {MAX_COPIES}", f"Expected 1 to {MAX_COPIES} people to copy to"
        )
    new = tuple(dict.fromkeys(one.id for one in command.to if one.id not in state.copies))
    if not new:
        return Decision()
    copied = InstanceCopied(by=actor.id, to=new, at=now, note=command.note)
    return Decision(events=(copied,))


def decide_read(state: InstanceState, actor: Person, command: ReadCopy, now: datetime) -> Decision:
    """A person marks the copy that they have got as read; again changes nothing."""
    if actor.id not in state.copies:
        raise NotFound("此案件没有抄送给您", "Expected a case that was copied to you")
    if state.copies[actor.id]:
        return Decision()
    return Decision(events=(CopyRead(by=actor.id, at=now),))


def decide_for(
    state: InstanceState,
    people: tuple[Person, Person],
    work_item_id: str,
    decide: Callable[[Person], Decision],
) -> Decision:
    """`decide` with the right of the absent person, done by the substitute.

    What is claimed so stays in the absent person's name. The substitute never gets what the
    separation of duties denies to either of them.
    """
    substitute, absent = people
    item = open_item(state, work_item_id)
    if substitute.id == state.initiator.id:
        raise NotPermitted(
            "不能代他人办理自己发起的案件",
            "Expected somebody else to act for them: you started this case yourself",
        )
    if not policy.may_substitute(substitute):
        raise NotPermitted("审计员只读，不能代他人办理", "An auditor only reads, also for others")
    if substitute.id in item.excluded:
        raise NotPermitted(
            "职责分离：您在本案已办理过须分离的环节，也不能代他人办理此项",
            "Separation of duties: you took part in a step that this one is kept separate from",
        )
    if item.assignee != substitute.id:
        refuse_second_seat(state, item, substitute)
    decision = decide(absent)
    if not decision.events:
        return decision
    finished = any(isinstance(event, _FINISHING) for event in decision.events)
    acted = SubstituteActed(
        work_item_id=item.id,
        by=substitute.id,
        on_behalf_of=absent.id,
        element_id=item.element_id if finished else "",
    )
    events = tuple(_done_by(event, substitute) for event in decision.events)
    stimulus: Any = decision.stimulus
    if stimulus is not None and any(one.name == "by" for one in fields(stimulus)):
        stimulus = replace(stimulus, by=substitute.id)
    failed = decision.failed and _done_by(decision.failed, substitute)
    return replace(decision, events=(acted, *events), stimulus=stimulus, failed=failed)


def _done_by(event: Any, substitute: Person) -> Any:
    return replace(event, by=substitute.id) if isinstance(event, _FINISHING) else event
