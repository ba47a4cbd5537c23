"""Decides delegation, the opinion that comes back from it, and appointment by an administrator."""

from __future__ import annotations

from dataclasses import replace

from engine.core import policy
from engine.core.approval import Place, is_held
from engine.core.ballot import DELEGATE, Mode
from engine.core.commands_approval import AppointWorkItem, DelegateWorkItem, GiveOpinion
from engine.core.decide import Decision
from engine.core.decide.approval import (
    Occasion,
    opinion_given,
    refuse_unready,
)
from engine.core.decide.rounds import as_created, found_again
from engine.core.decide.signers import refuse_recipient, refuse_undeclared
from engine.core.decide.work_item import claimed, not_offered, open_item, refuse_completion
from engine.core.events import (
    DelegationResolved,
    Event,
    IncidentResolved,
    WorkItemAppointed,
    WorkItemCompleted,
    WorkItemDelegated,
    WorkItemResumed,
)
from engine.core.evolve import fold
from engine.core.evolve_approval import round_of
from engine.core.ids import Digest, UserId, user_principal
from engine.core.people import Person
from engine.core.state import IncidentKind, InstanceState, WorkItem
from engine.errors import InvalidCommand, InvalidState, NotPermitted


def decide_delegation(
    state: InstanceState, actor: Person, command: DelegateWorkItem, occasion: Occasion
) -> Decision:
    """Whoever has the work item asks somebody else, who may do it too, for their opinion."""
    item = open_item(state, command.work_item_id)
    refuse_completion(actor, item)
    refuse_undeclared(occasion, DELEGATE, "委派", "delegating")
    refuse_unready(state, item)
    if not command.reason.strip():
        raise InvalidCommand("委派须说明原因", "Expected a reason for delegating")
    if command.to.id == actor.id:
        raise InvalidState("不能委派给自己", "Expected another person to delegate to")
    refuse_recipient(state, item, command.to)
    delegated = WorkItemDelegated(
        work_item_id=item.id,
        by=actor.id,
        to=command.to.id,
        at=occasion.now,
        reason=command.reason,
    )
    return Decision(events=(*claimed(actor, item), delegated))


def decide_opinion(
    state: InstanceState, actor: Person, command: GiveOpinion, occasion: Occasion
) -> Decision:
    """A delegate, or somebody who was added before, says what they think; the work goes back to
    whoever asked them."""
    item = open_item(state, command.work_item_id)
    round_ = round_of(state, item.id)
    seat = round_.seat(item.id) if round_ else None
    advises = seat is not None and seat.place is Place.BEFORE
    if item.owner is None and not advises:
        raise InvalidState(
            "此项不是征求意见，请直接办理",
            f"Expected a work item that asks for advice, {item.id} is to be completed",
        )
    if not policy.may_complete(actor, item):
        raise not_offered(item)
    if not command.opinion.strip():
        raise InvalidCommand("请填写意见", "Expected an opinion")
    said = (command.agrees, command.opinion.strip(), command.signature)
    given = (*claimed(actor, item), opinion_given(actor, item, said, occasion))
    if item.owner is not None:
        back = DelegationResolved(work_item_id=item.id, by=actor.id, to=item.owner)
        return Decision(events=(*given, back))
    return Decision(events=_advised(state, actor, item, given, occasion))


def _advised(
    state: InstanceState,
    actor: Person,
    item: WorkItem,
    given: tuple[Event, ...],
    occasion: Occasion,
) -> tuple[Event, ...]:
    ended = WorkItemCompleted(
        work_item_id=item.id,
        element_id=item.element_id,
        by=actor.id,
        at=occasion.now,
        data={},
        form_digest=Digest(""),
    )
    events = (*given, ended)
    after = round_of(fold(state, state.id, events), item.id)
    seat = after.seat(item.id) if after else None
    if after is None or seat is None or is_held(after, seat.holder):
        return events
    return (*events, WorkItemResumed(work_item_id=seat.holder))


def decide_appointment(
    state: InstanceState, actor: Person, command: AppointWorkItem, occasion: Occasion
) -> Decision:
    """An administrator gives the work item to a person who may do it; also what nobody was found
    for, which is no incident then, and what is delegated, which does not come back then."""
    if not policy.may_administer(actor):
        raise NotPermitted("只有管理员可以指派", "Expected an administrator to appoint somebody")
    item = open_item(state, command.work_item_id)
    if not command.reason.strip():
        raise InvalidCommand("指派须说明原因", "Expected a reason for the appointment")
    if command.to.id == item.assignee and item.owner is None:
        raise InvalidState(
            f"此项已在{command.to.name}名下", f"Expected another person, {command.to.id} has it"
        )
    if command.to.id != item.owner:
        refuse_recipient(state, item, command.to)
    appointed = WorkItemAppointed(
        work_item_id=item.id,
        by=actor.id,
        to=command.to.id,
        at=occasion.now,
        reason=command.reason,
    )
    found = _found_at_last(state, item, command.to.id, occasion)
    return Decision(events=(*found, appointed, *_no_longer_stuck(state, actor, item)))


def _found_at_last(
    state: InstanceState, item: WorkItem, who: UserId, occasion: Occasion
) -> tuple[Event, ...]:
    """A round for which nobody was found is one of this person alone."""
    round_ = state.approvals.get(item.id)
    if round_ is None or round_.seats:
        return ()
    created = as_created(item, occasion.element, occasion.now)
    created = replace(created, candidates=(user_principal(who),), assignee=who)
    return found_again(replace(round_, mode=Mode.SINGLE, threshold=""), created, (who,))


def _no_longer_stuck(state: InstanceState, actor: Person, item: WorkItem) -> tuple[Event, ...]:
    return tuple(
        IncidentResolved(incident_id=incident.id, by=actor.id)
        for incident in state.incidents.values()
        if incident.work_item_id == item.id and incident.kind is IncidentKind.NOBODY_FOUND
    )
