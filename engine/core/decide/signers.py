"""Decides who is added to a round of opinions and who is not asked any more (加签, 减签)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.core import policy
from engine.core.approval import Place, Round, Seat, SeatState, is_held, members
from engine.core.ballot import ADD_SIGN, REMOVE_SIGN, Approval, Mode
from engine.core.commands_approval import AddSigners, RemoveSigner
from engine.core.decide import Decision
from engine.core.decide.approval import (
    Occasion,
    ask,
    onward,
    people_of,
    refuse_second_seat,
)
from engine.core.decide.rounds import as_created, opened
from engine.core.decide.work_item import claimed, open_item, refuse_completion
from engine.core.definition import Kind
from engine.core.events import (
    Event,
    SignerAdded,
    SignerRemoved,
    WorkItemCanceled,
    WorkItemHeld,
    WorkItemResumed,
)
from engine.core.evolve import fold
from engine.core.evolve_approval import round_id_of, round_of
from engine.core.people import Person
from engine.core.state import InstanceState, WorkItem
from engine.errors import InvalidCommand, InvalidState, NotPermitted

PLACES: Final = {"before": Place.BEFORE, "after": Place.AFTER, "beside": Place.MEMBER}
MAX_SEATS: Final = 200


def decide_add(
    state: InstanceState, actor: Person, command: AddSigners, occasion: Occasion
) -> Decision:
    """Whoever has a work item that lets them has others asked too; the separation of duties holds
    for these as for who claims it."""
    item = open_item(state, command.work_item_id)
    refuse_completion(actor, item)
    refuse_undeclared(occasion, ADD_SIGN, "加签", "adding signers")
    _refuse_adding(state, item, command, occasion)
    events = (*claimed(actor, item), *_round_begun(state, actor, item, occasion))
    for person in command.to:
        after = fold(state, state.id, events) if events else state
        refuse_recipient(after, item, person)
        events = (*events, *_added(after, actor, command, person, occasion))
    round_ = fold(state, state.id, events).approvals[round_id_of(item.id)]
    before = round_of(state, item.id)
    held = is_held(round_, item.id) and not (before and is_held(before, item.id))
    return Decision(events=(*events, WorkItemHeld(work_item_id=item.id)) if held else events)


def refuse_undeclared(occasion: Occasion, action: str, zh: str, en: str) -> None:
    """Raises NotPermitted unless the user task allows the action."""
    if action not in occasion.actions:
        raise NotPermitted(
            f"“{occasion.element.name or occasion.element.id}”不允许{zh}",
            f"Expected {occasion.element.id} to allow {en}: guicheng:actions has no {action}",
        )


def refuse_recipient(state: InstanceState, item: WorkItem, person: Person) -> None:
    """Raises NotPermitted or InvalidState unless this person may be asked for this work."""
    if not policy.may_receive(person, item):
        raise NotPermitted(
            f"不能请{person.name}办理：须职责分离，或此人只能查看",
            f"Expected somebody who may do this work: {person.id} is kept separate from it "
            "or only reads",
        )
    refuse_second_seat(state, item, person)


def _refuse_adding(
    state: InstanceState, item: WorkItem, command: AddSigners, occasion: Occasion
) -> None:
    if occasion.element.kind is Kind.AD_HOC_SUB_PROCESS:
        raise InvalidState("选择下一步的待办不能加签", "Expected a work item with a form")
    if command.place not in PLACES:
        raise InvalidCommand(
            "加签的位置应为 before、after 或 beside", "Expected before, after or beside"
        )
    if not command.reason.strip():
        raise InvalidCommand("加签须说明原因", "Expected a reason for adding signers")
    round_ = round_of(state, item.id)
    seat = round_.seat(item.id) if round_ else None
    if seat is not None and seat.place is Place.BEFORE:
        raise InvalidState(
            "此项只征求您的意见，不能再加签", f"Expected {item.id} to be yours to complete"
        )
    seats = len(round_.seats) if round_ else 1
    if not 1 <= len(command.to) <= MAX_SEATS - seats:
        raise InvalidCommand(
            f"一轮审批最多 {MAX_SEATS} 席", f"Expected 1 to {MAX_SEATS - seats} people to add"
        )


def _round_begun(
    state: InstanceState, actor: Person, item: WorkItem, occasion: Occasion
) -> tuple[Event, ...]:
    """A plain work item becomes a round of one, which others can join."""
    if round_of(state, item.id) is not None:
        return ()
    approval = occasion.element.required_user_task().approval or Approval()
    created = as_created(item, occasion.element, occasion.now)
    return (opened(created, approval, (actor.id,)),)


def _added(
    state: InstanceState, actor: Person, command: AddSigners, person: Person, occasion: Occasion
) -> Iterator[Event]:
    """One more seat; its work item too, unless its turn comes later."""
    round_ = state.approvals[round_id_of(command.work_item_id)]
    place = PLACES[command.place]
    added = SignerAdded(
        round_id=round_.id,
        work_item_id=round_.next_item(),
        holder=command.work_item_id,
        to=person.id,
        place=str(place),
        by=actor.id,
        at=occasion.now,
        reason=command.reason,
    )
    yield added
    now = place is Place.BEFORE or (place is Place.MEMBER and round_.mode is not Mode.SEQUENTIAL)
    if now:
        after = fold(state, state.id, (added,))
        seated = after.approvals[round_.id]
        seat = seated.seat(added.work_item_id)
        if seat is not None:
            yield from ask(after, seated, seat, occasion)


# -- taking away ----------------------------------------------------------------------------------


def decide_removal(
    state: InstanceState, actor: Person, command: RemoveSigner, occasion: Occasion
) -> Decision:
    """Whoever added somebody, or an administrator, has them not asked any more, if they have not
    acted and somebody is left whose opinion counts."""
    round_ = state.approvals.get(round_id_of(command.work_item_id))
    if round_ is None:
        raise InvalidState("此项没有进行中的会签或加签", "Expected a work item in an open round")
    if not command.reason.strip():
        raise InvalidCommand("减签须说明原因", "Expected a reason for removing a signer")
    seat = _seat_of(state, round_, command)
    if not policy.may_administer(actor):
        refuse_undeclared(occasion, REMOVE_SIGN, "减签", "removing signers")
        if seat.added_by != actor.id:
            raise NotPermitted(
                "只能减去自己加签的人；其他人由管理员减签",
                "Expected somebody whom you have added, or an administrator",
            )
    gone = [seat, *_dependents(round_, seat.item)]
    if not any(one not in gone for one in members(round_)):
        raise InvalidState("至少保留一席", "Expected somebody to be left whose opinion counts")
    events = tuple(_removals(state, round_, gone, (actor, command, occasion)))
    return onward(state, events, round_.id, occasion, actor.id)


def _seat_of(state: InstanceState, round_: Round, command: RemoveSigner) -> Seat:
    for seat in round_.seats:
        item = state.work_items.get(seat.item)
        holder = item.assignee if item is not None and item.assignee else seat.who
        if holder == command.who and seat.state in {SeatState.WAITING, SeatState.ASKED}:
            return seat
    if command.who in people_of(state, round_):
        raise InvalidState(
            f"{command.who} 已发表意见，不能减签",
            f"Expected somebody who has not acted yet, but {command.who} has",
        )
    raise InvalidState(
        f"{command.who} 不在这一轮审批中", f"Expected somebody in this round, not {command.who}"
    )


def _dependents(round_: Round, item: str) -> list[Seat]:
    """Those who were added at a seat that goes: before it, and after it."""
    found: list[Seat] = []
    for seat in round_.seats:
        still = seat.state in {SeatState.WAITING, SeatState.ASKED}
        if seat.holder == item and still and seat.place is not Place.MEMBER:
            found += [seat, *_dependents(round_, seat.item)]
    return found


def _removals(
    state: InstanceState,
    round_: Round,
    gone: list[Seat],
    how: tuple[Person, RemoveSigner, Occasion],
) -> Iterator[Event]:
    actor, command, occasion = how
    for seat in gone:
        yield SignerRemoved(
            round_id=round_.id,
            work_item_id=seat.item,
            who=seat.who,
            by=actor.id,
            at=occasion.now,
            reason=command.reason,
        )
        if seat.item in state.work_items:
            yield WorkItemCanceled(work_item_id=seat.item)
        round_ = round_.with_seat(seat.item, state=SeatState.REMOVED)
    holder = gone[0].holder
    if gone[0].place is Place.BEFORE and not is_held(round_, holder):
        yield WorkItemResumed(work_item_id=holder)
