"""Performs what concerns opinions: what a user task allows, and the deciders of rounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

from engine.core import policy
from engine.core.answers import Answers
from engine.core.approval import agrees
from engine.core.ballot import COPY, Mode, OpinionNeed, SignatureNeed, allowed_actions
from engine.core.commands import (
    Command,
    Envelope,
    ThrowWorkItemError,
    ThrowWorkItemEscalation,
)
from engine.core.commands_approval import (
    AddSigners,
    AppointWorkItem,
    DelegateWorkItem,
    GiveOpinion,
    RemoveSigner,
)
from engine.core.commands_moves import ReturnWorkItem
from engine.core.commands_office import TakeBackVote
from engine.core.decide import Decision, delegation, signers, vote
from engine.core.decide.approval import Occasion, refuse_unready
from engine.core.decide.incident import resolve_again
from engine.core.decide.rounds import as_created, found_again
from engine.core.decide.work_item import open_item
from engine.core.definition import Element, UserTask
from engine.core.events import WorkItemAssigned
from engine.core.evolve_approval import round_id_of
from engine.core.ids import UserId
from engine.core.people import Person
from engine.core.state import InstanceState
from engine.core.values import Value
from engine.errors import FieldError, InvalidForm, InvalidState, NotPermitted, Text
from engine.handlers.case import PreparedCase, element_of


class Running(Protocol):
    """The part of a command under way that is needed here."""

    @property
    def case(self) -> PreparedCase: ...
    @property
    def envelope(self) -> Envelope: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def substitute(self) -> Person | None: ...


Decide = Callable[[Any, InstanceState, Any], Decision]


def occasion(run: Running, state: InstanceState, work_item_id: str) -> Occasion:
    """What deciding about this open work item, or about its round, may use. Raises NotFound."""
    return _occasion(run, element_of(run.case, open_item(state, work_item_id)))


def _occasion(run: Running, element: Element) -> Occasion:
    task = element.user_task
    declared = task.actions if task is not None else None
    process = run.case.bundle.process
    start = process.start_event()
    return Occasion(
        now=run.envelope.at,
        answers=run.answers,
        element=element,
        home=process.key,
        start=start.id if start is not None else None,
        actions=allowed_actions(declared, run.case.bundle.parameters),
        substitute=run.substitute,
    )


# -- what may be done -----------------------------------------------------------------------------


def allowed(action: str, decide: Decide) -> Decide:
    """The decider, asked only where the user task allows the action. What administrators do
    because of their office does not depend on it."""

    def checked(run: Running, state: InstanceState, command: Any) -> Decision:
        item = state.work_items.get(command.work_item_id)
        free = action in _ALSO_OFFICE and policy.may_administer(run.envelope.actor)
        if item is not None and not free:
            here = occasion(run, state, item.id)
            signers.refuse_undeclared(here, action, *_WORDS[action])
        return decide(run, state, command)

    return checked


_ALSO_OFFICE: Final = frozenset({"transfer", "urge"})
_WORDS: Final = {
    "claim": ("认领", "claiming"),
    "release": ("释放", "releasing"),
    "transfer": ("转办", "transferring"),
    "urge": ("催办", "urging"),
    "return": ("退回", "returning"),
}


def copying(decide: Decide) -> Decide:
    """Whoever only has work at tasks that do not allow copying may not copy the case."""

    def checked(run: Running, state: InstanceState, command: Any) -> Decision:
        actor = run.envelope.actor
        here = [i for i in state.work_items.values() if policy.is_offered(actor, i)]
        earlier = any(actor.id in who for who in state.performers.values())
        free = earlier or actor.id == state.initiator.id or policy.may_operate(actor, state.process)
        if here and not free:
            found = [_occasion(run, element_of(run.case, item)) for item in here]
            if not any(COPY in one.actions for one in found):
                signers.refuse_undeclared(found[0], COPY, "抄送", "copying")
        return decide(run, state, command)

    return checked


def refuse(state: InstanceState, command: Command) -> None:
    """Raises InvalidState for what cannot be done to work that waits for advice, or is advice."""
    if isinstance(command, _NOT_WHILE_WAITING) and command.work_item_id in state.work_items:
        refuse_unready(state, state.work_items[command.work_item_id])


_NOT_WHILE_WAITING: Final = (ThrowWorkItemError, ThrowWorkItemEscalation, ReturnWorkItem)


def kept_separate(case: PreparedCase, state: InstanceState, work_item_id: str) -> InstanceState:
    """The state with who is kept separate from this work item as of now: a step that it is kept
    separate from may have been done since it was offered."""
    item = state.work_items.get(work_item_id)
    if item is None:
        return state
    task = element_of(case, item).user_task
    if task is None or not task.separate_from:
        return state
    since = policy.excluded_by_separation(state, task.separate_from).difference(item.excluded)
    if not since:
        return state
    excluded = (*item.excluded, *sorted(since))
    return replace(
        state, work_items={**state.work_items, item.id: replace(item, excluded=excluded)}
    )


def require_opinion(task: UserTask, opinion: str, data: Mapping[str, Value]) -> None:
    """Raises InvalidForm when an opinion is owed and missing, or given where there is none."""
    said = bool(opinion.strip())
    if task.opinion is OpinionNeed.NONE and said:
        raise NotPermitted("此环节不填意见", "Expected no opinion at this step")
    owed = task.opinion is OpinionNeed.REQUIRED
    approval = task.approval
    if task.opinion is OpinionNeed.ON_REFUSAL and approval is not None and approval.decision:
        owed = not agrees(data.get(approval.decision), approval.agree)
    if owed and not said:
        text = Text(zh="请填写意见", en="Expected an opinion")
        raise InvalidForm((FieldError(path="opinion", rule="required", text=text),))


def refuse_signature(task: UserTask, signature: str) -> None:
    """Raises NotPermitted when somebody signs where the diagram says that nobody does."""
    if task.signature is SignatureNeed.NONE and signature:
        raise NotPermitted("此环节不签名", "Expected no signature at this step")


# -- rounds ---------------------------------------------------------------------------------------


def round_of_found(run: Running, state: InstanceState, decision: Decision) -> Decision:
    """A retry that found people for a task that asks for an approval begins the round."""
    assigned = next((e for e in decision.events if isinstance(e, WorkItemAssigned)), None)
    round_ = state.approvals.get(assigned.work_item_id) if assigned is not None else None
    if assigned is None or round_ is None or round_.seats:
        return decision
    item = state.work_items[assigned.work_item_id]
    created = replace(
        as_created(item, element_of(run.case, item), run.envelope.at),
        candidates=assigned.candidates,
        assignee=assigned.assignee,
        zh=assigned.zh,
        en=assigned.en,
    )
    people = resolve_again(state, item, run.answers).order
    begun = found_again(round_, created, tuple(UserId(one) for one in dict.fromkeys(people)))
    kept = decision.events if round_.mode is Mode.SINGLE else decision.events[1:]
    return replace(decision, events=(*begun, *kept))


def _on_item(
    decide: Callable[[InstanceState, Person, Any, Occasion], Decision],
) -> Decide:
    def run_it(run: Running, state: InstanceState, command: Any) -> Decision:
        here = occasion(run, state, command.work_item_id)
        return decide(state, run.envelope.actor, command, here)

    return run_it


def _remove(run: Running, state: InstanceState, command: RemoveSigner) -> Decision:
    """The work item that is named may have ended: it only says which round is meant."""
    round_ = state.approvals.get(round_id_of(command.work_item_id))
    if round_ is None:
        raise InvalidState("此项没有进行中的会签或加签", "Expected a work item in an open round")
    element = run.case.bundle.process_of(round_.work.process).elements[round_.work.element_id]
    return signers.decide_removal(state, run.envelope.actor, command, _occasion(run, element))


def _take_back(run: Running, state: InstanceState, command: TakeBackVote) -> Decision:
    round_ = state.approvals.get(round_id_of(command.voted_item))
    if round_ is None:
        raise InvalidState("这一轮已经决定，不能拿回", "Expected a round that is not decided yet")
    element = run.case.bundle.process_of(round_.work.process).elements[round_.work.element_id]
    return vote.decide_taking_back(state, run.envelope.actor, command, _occasion(run, element))


DECIDERS: Final[Mapping[type[Command], Decide]] = {
    AddSigners: _on_item(signers.decide_add),
    RemoveSigner: _remove,
    TakeBackVote: _take_back,
    DelegateWorkItem: _on_item(delegation.decide_delegation),
    GiveOpinion: _on_item(delegation.decide_opinion),
    AppointWorkItem: _on_item(delegation.decide_appointment),
}
