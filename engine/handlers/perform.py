"""Performs one command on one instance, purely: decide, advance, events. Replay calls the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple, cast

from engine.core import commands as cmd
from engine.core.advance import Advance, Moment, Stimulus, TaskDone
from engine.core.answers import Answers
from engine.core.ballot import CLAIM, RELEASE, TRANSFER, URGE, OpinionNeed
from engine.core.calendar import OFFICE_ZONE
from engine.core.commands import Command, Envelope
from engine.core.commands_moves import ReviveInstance
from engine.core.decide import (
    Decision,
    ad_hoc,
    approval,
    comment,
    flow,
    handover,
    incident,
    instance,
    resting,
    sharing,
    waiting,
    work_item,
)
from engine.core.definition import Access, Element, Kind
from engine.core.events import ElementCanceled, Event, WorkItemSkipped
from engine.core.evolve import evolve, fold
from engine.core.ids import Digest
from engine.core.people import Person
from engine.core.state import InstanceState, InstanceStatus, WorkItem
from engine.core.values import Value
from engine.errors import InvalidState, NotFound, NotPermitted
from engine.forms import Form
from engine.handlers import approvals, deadlines, describe, moves, office
from engine.handlers.case import Performed, PreparedCase, element_of

Lookups = Mapping[str, frozenset[str]]

MAX_SKIPPED: Final = 500
"""User tasks that policies may leave out within one command: a loop of nothing else would not end.
From then on tasks are offered as if there was no policy."""

_NO_ACCESS: Final[Mapping[str, Access]] = MappingProxyType({})
"""A start form's fields have no rights of their own: one object, so that what is known is found."""


class Run(NamedTuple):
    """One command with everything it may use. `lookups` are existence checks made once, live."""

    case: PreparedCase
    envelope: Envelope
    answers: Answers
    state: InstanceState | None = None
    machine: Any = None
    lookups: Lookups = MappingProxyType({})
    substitute: Person | None = None  # who acts for the actor, while what they may is decided


def perform(run: Run) -> Performed:
    """The events of the command and what is true after them. Raises CommandRejected, changing
    nothing."""
    if isinstance(run.envelope.command, cmd.StartInstance):
        return _start(run, run.envelope.command)
    state = run.state
    if state is None:
        raise NotFound("没有这个案件", "Expected an existing process instance")
    decision = _decide(run, state)
    revives = isinstance(run.envelope.command, ReviveInstance)
    if state.status is not InstanceStatus.ACTIVE and decision.stimulus and not revives:
        raise InvalidState("案件已经结束", f"Expected {state.id} to be active")
    return _carry_out(run, state, decision)


def _decide(run: Run, state: InstanceState) -> Decision:
    envelope, command = run.envelope, run.envelope.command
    decide = _DECIDERS[type(command)]
    if state.moves is not None:
        moves.refuse(state, command)
    if state.approvals:
        approvals.refuse(state, command)
    absent = envelope.on_behalf_of
    work_item_id = getattr(command, "work_item_id", None)
    if work_item_id is not None:
        state = approvals.kept_separate(run.case, state, work_item_id)
    if absent is None:
        return decide(run, state, command)
    if work_item_id is None:
        raise NotPermitted("只有办理待办可以代理", "Expected a command on a work item")

    def with_right_of(person: Person) -> Decision:
        asked = replace(envelope, actor=person, on_behalf_of=None)
        return decide(run._replace(envelope=asked, substitute=envelope.actor), state, command)

    return sharing.decide_for(state, (envelope.actor, absent), work_item_id, with_right_of)


def _carry_out(run: Run, state: InstanceState, decision: Decision) -> Performed:
    events = decision.events if state.moves is None else flow.with_answers(state, decision.events)
    for event in events:
        state = evolve(state, state.id, event)
    if decision.stimulus is None:
        return _with_held(run, decision, Performed(events, state, run.machine))
    machine = run.machine
    if decision.first is not None:
        before = _advance(run, machine, decision.first)
        told, state, machine = _followed(run, state, before)
        events = (*events, *told)
    advance = _advance(run, machine, decision.stimulus)
    if decision.failed is not None:
        advance = flow.ended_by_error(state, advance, decision.failed)
    if decision.restores is not None:
        advance = moves.with_round(advance, decision.restores, run.envelope.command)
    followed, state, machine = _followed(run, state, advance)
    if decision.undoes is not None:
        moves.refuse_undoing_more(decision.undoes, followed)
    reason = decision.reason or getattr(run.envelope.command, "reason", "")
    if reason:
        followed = tuple(flow.with_reason(event, reason) for event in followed)
    return Performed(events=(*events, *followed), state=state, machine=machine)


def _with_held(run: Run, decision: Decision, so_far: Performed) -> Performed:
    """What was kept while the case was suspended reaches it now, each by itself."""
    events, state, machine = so_far
    for one in decision.held:
        stimulus = resting.delivered(state, one)
        if stimulus is not None and state.status is InstanceStatus.ACTIVE:
            told, state, machine = _followed(run, state, _advance(run, machine, stimulus))
            events = (*events, *told)
    return Performed(events=events, state=state, machine=machine)


def _followed(
    run: Run, state: InstanceState, advance: Advance
) -> tuple[tuple[Event, ...], InstanceState, Any]:
    """What the advance leads to, also past the user tasks that their policies leave out."""
    events, state = flow.events_of(state, advance, run.envelope.at, run.answers)
    machine, skipped = advance.state, _skips(events)
    for count in range(len(skipped) and MAX_SKIPPED * 2):
        if not skipped or state.status is not InstanceStatus.ACTIVE:
            break
        task, *skipped = skipped
        done = TaskDone(token=task.token, data=task.data, by="engine")
        onward = _advance(run, machine, done)
        more, state = flow.events_of(
            state, onward, run.envelope.at, run.answers, may_skip=count < MAX_SKIPPED
        )
        gone = {one.token for one in more if isinstance(one, ElementCanceled)}
        machine, events = onward.state, (*events, *more)
        skipped = [one for one in (*skipped, *_skips(more)) if one.token not in gone]
    events, state = office.later(run, state, events)
    return events, state, machine


def _skips(events: tuple[Event, ...]) -> list[WorkItemSkipped]:
    return [event for event in events if type(event) is WorkItemSkipped]


def _advance(run: Run, machine: Any, stimulus: Stimulus) -> Any:
    case, envelope = run.case, run.envelope
    initiator = run.state.initiator if run.state is not None else envelope.actor
    moment = Moment(instance_id=envelope.command.instance_id, now=envelope.at, initiator=initiator)
    return case.interpreter.advance(case.executable, machine, stimulus, moment)


def _start(run: Run, command: cmd.StartInstance) -> Performed:
    if run.state is not None:
        raise InvalidState("案件已经存在", f"Expected {command.instance_id} not to exist yet")
    begin = instance.decide_start(run.case.bundle, run.envelope.actor, command, {})
    variables = command.variables if begin.start_event else _start_data(run, command)
    title = describe.shown(run.case.title, run.envelope, variables)
    facts = (run.envelope.at, title, run.case.interpreter.name)
    first = instance.started(run.case.bundle, run.envelope.actor, command, facts)
    described = describe.described(run.case, run.envelope, variables, run.answers)
    taken = (*described, *waiting.all_correlated(command, run.envelope.at))
    state = fold(None, command.instance_id, (first, *taken))
    advance = _advance(run, None, replace(begin, variables=variables))
    followed, state, machine = _followed(run, state, advance)
    return Performed(events=(first, *taken, *followed), state=state, machine=machine)


def _start_data(run: Run, command: cmd.StartInstance) -> Mapping[str, Value]:
    start = run.case.bundle.process.start_event()
    form_id = start.form_id if start is not None else None
    if form_id is None or form_id not in run.case.bundle.forms:
        return command.variables
    form = _form(run.case, form_id)
    scope = {"initiator": run.envelope.actor.as_context()}
    return form.check(
        command.variables,
        access=_NO_ACCESS,
        default=Access.EDIT,
        variables={**scope, "parameters": run.case.bundle.parameters},
        now=_office_time(run),
        lookups=run.lookups,
    )


def _office_time(run: Run) -> datetime:
    """The recorded moment in the office's zone: expressions' `today()` is the office's day."""
    return run.envelope.at.astimezone(OFFICE_ZONE)


def _form(case: PreparedCase, form_id: str) -> Form:
    return cast("Form", case.bundle.forms[form_id])


def _checker(
    run: Run, command: cmd.CompleteWorkItem
) -> Callable[[WorkItem], tuple[Mapping[str, Value], Digest]]:
    def check(item: WorkItem) -> tuple[Mapping[str, Value], Digest]:
        element = element_of(run.case, item)
        if element.kind is Kind.AD_HOC_SUB_PROCESS:
            raise InvalidState(
                "此待办用于选择下一步，没有表单可提交；全部完成后请声明结束",
                "Expected a task with a form: here activities are begun, or all declared done",
            )
        accepted = _accepted(run, command, item, element)
        task = element.user_task
        if task is not None and (command.opinion or task.opinion is not OpinionNeed.OPTIONAL):
            approvals.require_opinion(task, command.opinion, accepted[0])
        if task is not None:
            approvals.refuse_signature(task, command.signature)
        return accepted

    return check


def _accepted(
    run: Run, command: cmd.CompleteWorkItem, item: WorkItem, element: Element
) -> tuple[Mapping[str, Value], Digest]:
    """What the form accepts, and its digest."""
    if item.form_id not in run.case.bundle.forms:  # only in a draft: any data is taken
        return command.data, Digest("")
    task = element.required_user_task()
    form = _form(run.case, item.form_id)
    seen = run.case.interpreter.variables(run.machine, item.token or None)
    initiator = run.state.initiator if run.state else run.envelope.actor
    accepted = form.check(
        command.data,
        access=task.access,
        default=task.default_access,
        variables={
            **seen,
            "initiator": initiator.as_context(),
            "parameters": run.case.bundle.parameters,
        },
        now=_office_time(run),
        lookups=run.lookups,
    )
    return accepted, run.case.bundle.pinned[f"form:{item.form_id}"]


def _complete(run: Run, state: InstanceState, command: Any) -> Decision:
    actor, at = run.envelope.actor, run.envelope.at
    check = _checker(run, command)
    extra = state.moves is not None and command.work_item_id in state.moves.extra
    if (state.approvals or command.opinion or command.signature) and not extra:
        occasion = approvals.occasion(run, state, command.work_item_id)
        return approval.decide_vote(state, actor, command, occasion, check)
    decision = work_item.decide_completion(state, actor, command, at, check)
    return moves.answered(run, state, decision, command.work_item_id) if extra else decision


def _activate(run: Run, state: InstanceState, command: Any) -> Decision:
    return ad_hoc.decide_activation(state, run.envelope.actor, command, run.envelope.at)


def _finish(run: Run, state: InstanceState, command: Any) -> Decision:
    return ad_hoc.decide_finish(state, run.envelope.actor, command, run.envelope.at)


def _retry(run: Run, state: InstanceState, command: Any) -> Decision:
    actor, at = run.envelope.actor, run.envelope.at
    decision = incident.decide_retry(state, actor, command, at, run.answers)
    return approvals.round_of_found(run, state, decision)


def _hand_over(run: Run, state: InstanceState, command: Any) -> Decision:
    return handover.decide_handover(state, run.envelope.actor, command, run.answers)


_ByActor = Callable[[InstanceState, Any, Any], Decision]
_ByActorThen = Callable[[InstanceState, Any, Any, datetime], Decision]


def _at_time(decide: _ByActorThen) -> Callable[[Run, InstanceState, Any], Decision]:
    def run_it(run: Run, state: InstanceState, command: Any) -> Decision:
        return decide(state, run.envelope.actor, command, run.envelope.at)

    return run_it


def _by_actor(decide: _ByActor) -> Callable[[Run, InstanceState, Any], Decision]:
    def run_it(run: Run, state: InstanceState, command: Any) -> Decision:
        return decide(state, run.envelope.actor, command)

    return run_it


_DECIDERS: Final[Mapping[type[Command], Callable[[Run, InstanceState, Any], Decision]]] = {
    **approvals.DECIDERS,
    **deadlines.DECIDERS,
    **office.DECIDERS,
    cmd.ClaimWorkItem: approvals.allowed(CLAIM, _by_actor(work_item.decide_claim)),
    cmd.ReleaseWorkItem: approvals.allowed(RELEASE, _by_actor(work_item.decide_release)),
    cmd.CompleteWorkItem: _complete,
    cmd.TransferWorkItem: approvals.allowed(TRANSFER, _at_time(sharing.decide_transfer)),
    cmd.UrgeWorkItem: approvals.allowed(URGE, _at_time(sharing.decide_urge)),
    cmd.CopyInstance: approvals.copying(_at_time(sharing.decide_copy)),
    cmd.ReadCopy: _at_time(sharing.decide_read),
    cmd.ActivateAdHoc: _activate,
    cmd.FinishAdHoc: _finish,
    cmd.ThrowWorkItemError: _at_time(work_item.decide_error),
    cmd.ThrowWorkItemEscalation: _at_time(work_item.decide_escalation),
    cmd.FireTimer: _at_time(waiting.decide_timer),
    cmd.CompleteJob: _by_actor(waiting.decide_job_completion),
    cmd.FailJob: _by_actor(waiting.decide_job_failure),
    cmd.ReceiveMessage: _at_time(waiting.decide_message),
    cmd.ReceiveSignal: _at_time(waiting.decide_signal),
    cmd.HandOverWork: _hand_over,
    cmd.RetryIncident: _retry,
    cmd.AddComment: _at_time(comment.decide_comment),
    cmd.WithdrawComment: _at_time(comment.decide_withdrawal),
    **moves.DECIDERS,
    cmd.TerminateInstance: _by_actor(instance.decide_termination),
}
