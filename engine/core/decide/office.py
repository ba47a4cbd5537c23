"""Decides how an office deals with its work: put off by who has it, more or less pressing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from engine.core import policy
from engine.core.commands_office import ChangePriority, SetFollowUp
from engine.core.decide import Decision
from engine.core.decide.moves import require_reason
from engine.core.decide.work_item import open_item
from engine.core.events import FollowUpSet, PriorityChanged
from engine.core.evolve_approval import round_id_of
from engine.core.people import Person
from engine.core.pressing import HIGHEST
from engine.core.state import InstanceState
from engine.errors import InvalidCommand, InvalidState, NotPermitted

FARTHEST: Final = timedelta(days=366)


def decide_follow_up(
    state: InstanceState, actor: Person, command: SetFollowUp, now: datetime
) -> Decision:
    """Only who has the work item: the date is their own, and moves no due time."""
    item = open_item(state, command.work_item_id)
    if item.assignee != actor.id:
        who = item.assignee or "、".join(item.candidates)
        raise NotPermitted(
            f"只有办理人可以设跟进日期（现为{who}）；待认领的请先认领",
            f"Expected to have {item.id}, which is with {who}: claim it first",
        )
    if command.until is not None and not now < command.until <= now + FARTHEST:
        raise InvalidCommand(
            f"跟进日期应在将来，且不超过 {FARTHEST.days} 天",
            f"Expected a moment in the future, at most {FARTHEST.days} days from now",
        )
    done = FollowUpSet(work_item_id=item.id, by=actor.id, at=now, until=command.until)
    return Decision(events=(done,))


def decide_priority(
    state: InstanceState, actor: Person, command: ChangePriority, now: datetime
) -> Decision:
    """Who operates the process, with a reason; of a round all that is open in it."""
    item = open_item(state, command.work_item_id)
    if not policy.may_operate(actor, state.process):
        raise NotPermitted(
            "只有管理员和流程负责人可以改优先级",
            "Expected an administrator or an owner of the process to change the priority",
        )
    require_reason(command.reason, "改优先级", "change the priority")
    if not 0 <= command.priority <= HIGHEST:
        raise InvalidCommand("优先级应为 0 到 100", f"Expected 0 to {HIGHEST}: {command.priority}")
    if item.priority == command.priority:
        raise InvalidState(
            f"优先级已是 {item.priority}", f"Expected another priority than {item.priority}"
        )
    meant = [
        one for one in state.work_items.values() if round_id_of(one.id) == round_id_of(item.id)
    ]
    return Decision(
        events=tuple(
            PriorityChanged(
                work_item_id=one.id,
                element_id=one.element_id,
                priority=command.priority,
                by=actor.id,
                at=now,
                reason=command.reason,
            )
            for one in meant
        )
    )
