"""Decides what follows when the moment of a deadline has come: remind, escalate, or time out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from engine.core import policy
from engine.core.advance import AssignmentRequest
from engine.core.answers import Answers
from engine.core.commands_deadlines import PassDeadline
from engine.core.deadlines import HAND_OVER, DeadlineKind, Pending, TimeoutAction
from engine.core.decide import Decision
from engine.core.decide.work_item import open_item
from engine.core.definition import AssignmentKind
from engine.core.events import DeadlinePassed, WorkItemAssigned
from engine.core.ids import Principal, UserId
from engine.core.people import STAND_IN, SYSTEM, Person
from engine.core.state import InstanceState, WorkItem
from engine.core.values import Value
from engine.errors import CommandRejected, InvalidState, NotPermitted, Text

IN_ITS_OWN_NAME: Final = replace(SYSTEM, roles=(*SYSTEM.roles, STAND_IN))
"""The system, as it completes work whose time has run out."""

Complete = Callable[[Person, Mapping[str, Value]], Decision]
"""Complete the work item as somebody, with these data. Raises CommandRejected."""


def decide_passing(
    state: InstanceState,
    actor: Person,
    command: PassDeadline,
    now: datetime,
    ways: tuple[Answers, Complete],
) -> Decision:
    """The earliest moment of the work item. What cannot be done becomes a reminder that says why,
    so that nothing is tried for ever. Raises InvalidState before that moment."""
    if not policy.is_system(actor):
        raise NotPermitted("期限由系统执行", "Expected the system itself")
    item = open_item(state, command.work_item_id)
    pending = item.deadlines
    if pending is None or not pending.moments or pending.moments[0][1] > now:
        raise InvalidState(
            f"待办 {item.id} 没有到期的期限", f"Expected a deadline of {item.id} to be due"
        )
    kind, due_at = pending.moments[0]
    passed = DeadlinePassed(
        work_item_id=item.id,
        element_id=item.element_id,
        kind=kind,
        due_at=due_at,
        at=now,
        done="escalate" if kind == DeadlineKind.ESCALATION else TimeoutAction.REMIND.value,
    )
    if kind != DeadlineKind.TIMEOUT or pending.action == TimeoutAction.REMIND:
        return Decision(events=(passed,))
    try:
        return _timed_out(state, item, pending, passed, ways)
    except CommandRejected as refused:
        text: Text = refused.text
        return Decision(events=(replace(passed, zh=text.zh, en=text.en),))


def _timed_out(
    state: InstanceState,
    item: WorkItem,
    pending: Pending,
    passed: DeadlinePassed,
    ways: tuple[Answers, Complete],
) -> Decision:
    answers, complete = ways
    if pending.action.startswith(HAND_OVER):
        role = pending.action.removeprefix(HAND_OVER)
        return _handed_over(state, item, role, passed, answers)
    decision = complete(IN_ITS_OWN_NAME, pending.data)
    done = replace(passed, done=pending.action)
    return replace(decision, events=(done, *decision.events))


def _handed_over(
    state: InstanceState, item: WorkItem, role: str, passed: DeadlinePassed, answers: Answers
) -> Decision:
    excluded = frozenset(item.excluded)
    asked = AssignmentRequest(kind=AssignmentKind.ROLE, value=role)
    found = answers.resolve(asked, state.initiator, excluded)
    if not found.principals:
        raise InvalidState(
            f"角色 {role} 没有可接手的人，仍由原办理人办理",
            f"Nobody of the role {role} can take over: it stays where it is",
        )
    people = set(found.people)
    assigned = WorkItemAssigned(
        work_item_id=item.id,
        candidates=tuple(map(Principal, dict.fromkeys(found.principals))),
        excluded=item.excluded,
        assignee=UserId(next(iter(people))) if len(people) == 1 else None,
        zh=f"超时未办，移交：{found.zh}",
        en=f"Handed over as its time ran out: {found.en}",
    )
    return Decision(events=(replace(passed, done=TimeoutAction.HAND_OVER.value), assigned))
