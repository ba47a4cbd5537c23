"""Decides how administrators step in: jump, correct, suspend, resume, revive, change, review."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from engine.core import events as ev
from engine.core import policy
from engine.core.advance import Amend, Move
from engine.core.calendar import WorkingCalendar
from engine.core.commands_moves import (
    ChangeApprovers,
    CorrectVariables,
    MoveTokens,
    RequestLateReview,
    ResumeInstance,
    ReviveInstance,
    SuspendInstance,
)
from engine.core.decide import Decision
from engine.core.decide.moves import Target, extra_events, require_reason
from engine.core.decide.resting import goes_on, is_suspended
from engine.core.definition import Element, Kind
from engine.core.moves import ExtraKind
from engine.core.people import Person
from engine.core.state import InstanceState, InstanceStatus
from engine.errors import InvalidCommand, InvalidState, NotPermitted

MOST_PEOPLE: Final = 100


def _only_administrators(actor: Person, reason: str) -> None:
    if not policy.may_administer(actor):
        raise NotPermitted("只有管理员可以这样做", "Expected an administrator to do this")
    require_reason(reason, "此操作", "do this")


def _require_active(state: InstanceState) -> None:
    if state.status is not InstanceStatus.ACTIVE:
        raise InvalidState("案件已经结束", f"Expected {state.id} to be active")


def decide_jump(
    state: InstanceState, actor: Person, command: MoveTokens, now: datetime
) -> Decision:
    """Exactly the named tokens go, with all that is inside of their activities."""
    _only_administrators(actor, command.reason)
    _require_active(state)
    if not command.tokens or not all(one.isascii() and one.isdigit() for one in command.tokens):
        raise InvalidCommand("须指明要移动的位置", "Expected the tokens that are to be moved")
    move = Move(
        tokens=tuple(dict.fromkeys(map(int, command.tokens))),
        target=command.to,
        process=command.process,
        by=actor.id,
        exactly=True,
    )
    return Decision(events=(_corrected("jump", actor, command.reason, now),), stimulus=move)


def _corrected(what: str, actor: Person, reason: str, now: datetime) -> ev.CaseCorrected:
    return ev.CaseCorrected(what=what, by=actor.id, at=now, reason=reason)


def decide_correction(
    state: InstanceState, actor: Person, command: CorrectVariables, now: datetime
) -> Decision:
    """Only variables that exist or are declared change: the handler has checked their names. What
    they were before, VariablesChanged says."""
    _only_administrators(actor, command.reason)
    _require_active(state)
    if not command.variables:
        raise InvalidCommand("没有要修改的数据", "Expected variables to be set")
    amend = Amend(token=int(command.token or 0), values=command.variables, by=actor.id)
    return Decision(events=(_corrected("variables", actor, command.reason, now),), stimulus=amend)


def decide_suspension(
    state: InstanceState, actor: Person, command: SuspendInstance, now: datetime
) -> Decision:
    """Whoever works on the case is told so; what is due waits, messages are kept."""
    _only_administrators(actor, command.reason)
    _require_active(state)
    if is_suspended(state):
        raise InvalidState("案件已经挂起", f"Expected {state.id} to go on, it is suspended")
    done = ev.InstanceSuspended(by=actor.id, at=now, reason=command.reason)
    return Decision(events=(done,))


def decide_resumption(
    state: InstanceState,
    actor: Person,
    command: ResumeInstance,
    now: datetime,
    calendar: WorkingCalendar | None = None,
) -> Decision:
    """What came meanwhile is delivered now; the clocks of work go on where they stood."""
    if not policy.may_administer(actor):
        raise NotPermitted("只有管理员可以恢复案件", "Expected an administrator to resume the case")
    if not is_suspended(state):
        raise InvalidState("案件没有挂起", f"Expected {state.id} to be suspended")
    done = ev.InstanceResumed(by=actor.id, at=now, reason=command.reason)
    kept = state.moves.held if state.moves is not None else ()
    return Decision(events=(done, *goes_on(state, now, calendar)), held=kept)


def decide_revival(
    state: InstanceState, actor: Person, command: ReviveInstance, now: datetime
) -> Decision:
    """A case that has ended begins again at the element, with its data as they are."""
    _only_administrators(actor, command.reason)
    if state.status is InstanceStatus.ACTIVE:
        raise InvalidState("案件尚未结束", f"Expected {state.id} to have ended")
    revived = ev.InstanceRevived(by=actor.id, at=now, to=command.to, reason=command.reason)
    move = Move(tokens=(), target=command.to, process=command.process, by=actor.id)
    return Decision(events=(revived,), stimulus=move)


def decide_approvers(
    state: InstanceState,
    actor: Person,
    command: ChangeApprovers,
    element: Element,
    now: datetime,
) -> Decision:
    """Holds for the next time that control comes to the task, and every later one."""
    _only_administrators(actor, command.reason)
    _require_active(state)
    if element.kind is not Kind.USER_TASK:
        raise InvalidCommand("只能指定用户任务的办理人", "Expected a user task")
    if len(command.people) > MOST_PEOPLE:
        raise InvalidCommand(f"至多 {MOST_PEOPLE} 人", f"Expected at most {MOST_PEOPLE} people")
    separate = element.required_user_task().separate_from
    excluded = policy.excluded_by_separation(state, separate)
    for person in command.people:
        if person.id in excluded:
            raise NotPermitted(
                f"职责分离：{person.name}不能办理此环节",
                f"Separation of duties: {person.id} may not do {element.id}",
            )
    changed = ev.ApproversChanged(
        element_id=element.id,
        people=tuple(dict.fromkeys(person.id for person in command.people)),
        by=actor.id,
        at=now,
        reason=command.reason,
    )
    return Decision(events=(changed,))


def decide_late_review(
    state: InstanceState,
    actor: Person,
    command: RequestLateReview,
    target: Target,
    now: datetime,
) -> Decision:
    """A work item for what was left out; its completion is recorded and moves nothing."""
    _only_administrators(actor, command.reason)
    _require_active(state)
    element = target.element
    if element.kind is not Kind.USER_TASK:
        raise InvalidCommand("只能补审用户任务", "Expected a user task")
    is_open = any(item.element_id == element.id for item in state.work_items.values())
    if is_open or element.id in state.performers:
        raise InvalidState(
            f"“{element.name or element.id}”正在办理或已经办理，不需补审",
            f"Expected a task that was left out, {element.id} is open or done",
        )
    events = extra_events(
        state,
        (target, command.to, 0),
        (ExtraKind.LATE, "", actor.id, command.reason),
        now,
    )
    return Decision(events=events)
