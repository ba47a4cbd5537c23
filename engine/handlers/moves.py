"""What the commands that move control need of the definition, and what a resting case refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from engine.core import commands as cmd
from engine.core import commands_moves as moving
from engine.core import events as ev
from engine.core.advance import Advance
from engine.core.ballot import RETURN, TAKE_BACK, allowed_actions
from engine.core.calendar import WorkingCalendar
from engine.core.commands import Command
from engine.core.commands_approval import AddSigners
from engine.core.decide import Decision, interventions, restoring
from engine.core.decide import moves as decide
from engine.core.decide.moves import Target
from engine.core.kept_round import KeptRound
from engine.core.kept_turns import KeptTurns
from engine.core.policy import excluded_by_separation
from engine.core.state import InstanceState, InstanceStatus
from engine.core.values import Value
from engine.errors import InvalidCommand, InvalidState, NotPermitted
from engine.handlers.approvals import allowed

if TYPE_CHECKING:
    from engine.handlers.perform import Run

Decider = Callable[["Run", InstanceState, Any], Decision]

_RESTING: Final = (
    cmd.TerminateInstance,
    cmd.AddComment,
    cmd.WithdrawComment,
    cmd.CopyInstance,
    cmd.ReadCopy,
    cmd.HandOverWork,
    cmd.ReceiveMessage,  # kept until it goes on
    cmd.ReceiveSignal,
    cmd.CompleteJob,  # of what ran already when the case was suspended
    cmd.FailJob,
    moving.ResumeInstance,
    moving.CorrectVariables,
    moving.ChangeApprovers,
    moving.WithdrawInstance,
)
"""What may be done while a case is suspended."""


def refuse(state: InstanceState, command: Command) -> None:
    """Raises InvalidState for what a suspended case, or a work item that waits for the answer to
    its return, does not let happen."""
    moves = state.moves
    if moves is None:
        return
    resting = moves.suspended and state.status is InstanceStatus.ACTIVE
    if resting and not isinstance(command, _RESTING):
        raise InvalidState(
            "案件已挂起，恢复后才能办理：请联系管理员",
            f"Expected {state.id} to go on, but it is suspended: an administrator resumes it",
        )
    item = getattr(command, "work_item_id", None)
    if item is not None and not isinstance(command, cmd.UrgeWorkItem):
        decide.refuse_while_waiting(state, item)
    timer = state.timers.get(getattr(command, "timer_id", ""))
    if timer is not None and f"{state.id}-{timer.token}" in moves.returned:
        raise InvalidState(
            "此项已退回，期间不计时", f"Expected {timer.id} to wait while its task is returned"
        )
    beside = (cmd.ThrowWorkItemError, cmd.ThrowWorkItemEscalation)
    if item in moves.extra and isinstance(command, beside):
        raise InvalidState("此项不在流程之中", "Expected work that the flow waits for")
    if item in moves.extra and isinstance(command, AddSigners):
        raise InvalidState(
            "此项不在流程之中，不能加签：可委派他人提意见，或转办",
            f"Expected work that the flow waits for: {item} is delegated or transferred instead",
        )


_UNDOING: Final[Mapping[type[ev.Event], str]] = {
    ev.WorkItemCanceled: "work_item_id",
    ev.TimerCanceled: "timer_id",
    ev.JobCanceled: "job_id",
    ev.MessageAwaitCanceled: "subscription_id",
    ev.SignalAwaitCanceled: "subscription_id",
}


def refuse_undoing_more(undoes: frozenset[str], followed: Iterable[ev.Event]) -> None:
    """Raises InvalidState when anything else would be cancelled too."""
    for event in followed:
        name = _UNDOING.get(type(event))
        if name is not None and getattr(event, name) not in undoes:
            raise InvalidState(
                "拿回会影响他人的工作：可请其退回给您",
                f"Expected to undo only what followed, {getattr(event, name)} is somebody else's",
            )


def answered(run: Run, state: InstanceState, decision: Decision, work_item_id: str) -> Decision:
    """What the completion of a work item beside the flow leads to."""
    item = state.work_items[work_item_id]
    return decide.answered(state, item, decision, _calendar(run))


def with_round(advance: Advance, kept: KeptRound | KeptTurns, command: Any) -> Advance:
    """What the interpreter offers again is this round, or each turn its own."""
    if isinstance(kept, KeptTurns):
        return restoring.with_turns(advance, kept, command.element_id)
    return restoring.with_round(advance, kept, command.element_id)


def _target(run: Run, process: str, element_id: str) -> Target:
    bundle = run.case.bundle
    called = process == bundle.process.key or process in bundle.called
    elements = bundle.process_of(process).elements if called else {}
    if element_id not in elements:
        raise InvalidCommand(
            f"流程 {process} 中没有 {element_id}",
            f"Expected an element of {process}, got {element_id!r}",
        )
    return Target(process=process, element=elements[element_id])


def _return(run: Run, state: InstanceState, command: moving.ReturnWorkItem) -> Decision:
    target = _target(run, command.process, command.to)
    return decide.decide_return(state, run.envelope.actor, command, target, run.envelope.at)


def _take_back(run: Run, state: InstanceState, command: moving.TakeBackWorkItem) -> Decision:
    task = _target(run, command.process, command.element_id).element.user_task
    declared = task.actions if task is not None else ()
    if TAKE_BACK not in allowed_actions(declared, run.case.bundle.parameters):
        raise NotPermitted(
            "此环节没有声明可以拿回",
            f"Expected {command.element_id} to allow taking back: guicheng:actions has no "
            f"{TAKE_BACK}",
        )
    actor = run.envelope.actor
    if task is not None and actor.id in excluded_by_separation(state, task.separate_from):
        raise NotPermitted(
            f"不能拿回：{actor.name}后来办理了须与此环节职责分离的工作",
            f"Expected {actor.id} not to have done what {command.element_id} is kept separate from",
        )
    return decide.decide_take_back(state, run.envelope.actor, command, run.envelope.at)


def _withdraw(run: Run, state: InstanceState, command: moving.WithdrawInstance) -> Decision:
    process = run.case.bundle.process
    return decide.decide_withdrawal(state, run.envelope.actor, command, process, run.envelope.at)


def _jump(run: Run, state: InstanceState, command: moving.MoveTokens) -> Decision:
    _target(run, command.process, command.to)
    return interventions.decide_jump(state, run.envelope.actor, command, run.envelope.at)


def _correct(run: Run, state: InstanceState, command: moving.CorrectVariables) -> Decision:
    if command.token and not (command.token.isascii() and command.token.isdigit()):
        raise InvalidCommand("位置应为编号", f"Expected the number of a token: {command.token!r}")
    decision = interventions.decide_correction(state, run.envelope.actor, command, run.envelope.at)
    seen = run.case.interpreter.variables(run.machine, int(command.token or 0) or None)
    for name, value in command.variables.items():
        _refuse_unfit(run, seen, name, value)
    return decision


def _refuse_unfit(run: Run, seen: Mapping[str, Value], name: str, value: Value) -> None:
    """A correction brings no new variable into being, and none of another type."""
    known = run.case.bundle.is_open or name in run.case.bundle.names or name in seen
    if not known or name in ("initiator", "parameters"):
        raise InvalidCommand(f"案件没有数据“{name}”", f"Expected a variable of the case: {name!r}")
    before = seen.get(name)
    if before is not None and value is not None and type(before) is not type(value):
        raise InvalidCommand(f"“{name}”的类型与原值不符", f"Expected {name!r} to keep its type")


def _revive(run: Run, state: InstanceState, command: moving.ReviveInstance) -> Decision:
    _target(run, command.process, command.to)
    return interventions.decide_revival(state, run.envelope.actor, command, run.envelope.at)


def _approvers(run: Run, state: InstanceState, command: moving.ChangeApprovers) -> Decision:
    bundle = run.case.bundle
    processes = (bundle.process, *bundle.called.values())
    found = (one.elements[command.element_id] for one in processes if command.element_id in
             one.elements)  # fmt: skip
    element = next(found, None)
    if element is None:
        raise InvalidCommand("没有这个环节", f"Expected a user task, got {command.element_id!r}")
    actor, at = run.envelope.actor, run.envelope.at
    return interventions.decide_approvers(state, actor, command, element, at)


def _late_review(run: Run, state: InstanceState, command: moving.RequestLateReview) -> Decision:
    target = _target(run, command.process, command.element_id)
    actor, at = run.envelope.actor, run.envelope.at
    return interventions.decide_late_review(state, actor, command, target, at)


def _suspend(run: Run, state: InstanceState, command: moving.SuspendInstance) -> Decision:
    return interventions.decide_suspension(state, run.envelope.actor, command, run.envelope.at)


def _resume(run: Run, state: InstanceState, command: moving.ResumeInstance) -> Decision:
    actor, at = run.envelope.actor, run.envelope.at
    return interventions.decide_resumption(state, actor, command, at, _calendar(run))


def _calendar(run: Run) -> WorkingCalendar | None:
    found = run.case.bundle.calendar
    return found if isinstance(found, WorkingCalendar) else None


DECIDERS: Final[Mapping[type[Command], Decider]] = {
    moving.ReturnWorkItem: allowed(RETURN, _return),
    moving.TakeBackWorkItem: _take_back,
    moving.TakeBackDecision: _take_back,
    moving.TakeBackTurn: _take_back,
    moving.WithdrawInstance: _withdraw,
    moving.MoveTokens: _jump,
    moving.CorrectVariables: _correct,
    moving.SuspendInstance: _suspend,
    moving.ResumeInstance: _resume,
    moving.ReviveInstance: _revive,
    moving.ChangeApprovers: _approvers,
    moving.RequestLateReview: _late_review,
}
"""Part of engine.handlers.perform's."""
