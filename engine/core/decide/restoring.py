"""Decides how a round that was decided opens again, once the opinion that decided it is back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.core.advance import Advance, AssignmentRequest, Happening, WorkOffered
from engine.core.approval import Round, SeatState, is_held
from engine.core.decide.approval import Occasion, ask
from engine.core.decide.rounds import opened
from engine.core.definition import AssignmentKind
from engine.core.events import (
    ElementActivated,
    Event,
    RoundRestored,
    SeatAsked,
    VariablesChanged,
    WorkItemCreated,
    WorkItemDelegated,
    WorkItemHeld,
)
from engine.core.evolve import fold
from engine.core.ids import UserId, user_principal
from engine.core.kept_round import KeptRound, under
from engine.core.kept_seats import SeatKept
from engine.core.kept_turns import KeptTurns
from engine.core.state import InstanceState
from engine.errors import InvalidState


def with_round(advance: Advance, kept: KeptRound, element_id: str) -> Advance:
    """What the interpreter offers at the element is this round. Raises InvalidState where control
    did not come to it."""
    for place, one in enumerate(advance.happened):
        if isinstance(one, WorkOffered) and one.element.id == element_id:
            offered = replace(one, restores=kept)
            before, after = advance.happened[:place], advance.happened[place + 1 :]
            return replace(advance, happened=(*before, offered, *after))
    raise InvalidState(
        "这一轮不能恢复：环节没有重新开始", f"Expected control to come to {element_id} again"
    )


def with_turns(advance: Advance, kept: KeptTurns, element_id: str) -> Advance:
    """What the interpreter offers of each of these turns is its round. Raises InvalidState where
    one with a round was not offered."""
    rounds = {turn.place + 1: turn.round for turn in kept.turns if turn.round is not None}
    turns: dict[int, int] = {}  # by scope
    happened: list[Happening] = []
    for one in advance.happened:
        if isinstance(one, VariablesChanged) and "loopCounter" in one.new:
            turns[one.scope] = int(one.new["loopCounter"])
        elif isinstance(one, ElementActivated):
            turns[one.token] = turns.get(one.scope, 0)
        elif isinstance(one, WorkOffered) and one.element.id == element_id:
            round_ = rounds.pop(turns.get(one.token, 0), None)
            happened.append(replace(one, restores=round_))
            continue
        happened.append(one)
    if rounds:
        raise InvalidState(
            "这一轮不能恢复：环节没有重新开始", f"Expected control to come to {element_id} again"
        )
    return replace(advance, happened=tuple(happened))


def restored(
    state: InstanceState, created: WorkItemCreated, before: KeptRound, occasion: Occasion
) -> tuple[Event, ...]:
    """The round, as it stood: its opinions hold, whose turn it was is asked anew, by the work item
    that the user task would be."""
    kept = under(before, created.work_item_id)
    left = [one for one in kept.seats if one.state != SeatState.REMOVED]
    members = tuple(one.who for one in left if one.who is not None)
    opening = replace(
        opened(replace(created, priority=kept.priority), kept.approval(), ()),
        items=tuple(one.item for one in left),
        members=members if len(members) == len(left) else (),
        weights=kept.weights,
        threshold=kept.threshold,
    )
    again = RoundRestored(
        round_id=kept.round_id,
        was=before.round_id,
        element_id=created.element_id,
        by=kept.by,
        at=occasion.now,
        seats=tuple(_not_asked(one) for one in kept.seats),
        opinions=kept.opinions,
        data=kept.data,
        chosen=kept.chosen,
    )
    events: tuple[Event, ...] = (opening, again)
    for seat in kept.seats:
        if seat.state == SeatState.ASKED:
            after = fold(state, state.id, events)
            events = (*events, *_asked(after, seat, created, occasion))
    return (*events, *_held(fold(state, state.id, events).approvals[kept.round_id]))


def _not_asked(seat: SeatKept) -> SeatKept:
    asked = seat.state == SeatState.ASKED
    return replace(seat, state=str(SeatState.WAITING)) if asked else seat


def _asked(
    state: InstanceState, kept: SeatKept, created: WorkItemCreated, occasion: Occasion
) -> Iterator[Event]:
    round_ = state.approvals[created.work_item_id]
    seat = next(one for one in round_.seats if one.item == kept.item)
    if seat.item == created.work_item_id:  # that of the task itself, offered to several
        asked = _offered(state, round_, created, (seat.who, occasion))
    else:
        asked = tuple(ask(state, round_, seat, occasion))
    yield from asked
    if seat.who is None:
        return
    theirs = any(isinstance(one, WorkItemCreated) and one.assignee == seat.who for one in asked)
    if theirs and _is_there(state, round_, kept.delegate, occasion):
        yield WorkItemDelegated(
            work_item_id=seat.item,
            by=seat.who,
            to=kept.delegate or seat.who,
            at=occasion.now,
            reason=kept.reason,
        )


def _offered(
    state: InstanceState,
    round_: Round,
    created: WorkItemCreated,
    whose: tuple[UserId | None, Occasion],
) -> tuple[Event, ...]:
    """As the user task offers it, to who had it first."""
    who, occasion = whose
    again = replace(created, assignee=None, priority=round_.work.priority)
    if who is not None and _is_there(state, round_, who, occasion):
        candidates = tuple(dict.fromkeys((*created.candidates, user_principal(who))))
        again = replace(again, assignee=who, candidates=candidates, unresolved=())
    return (SeatAsked(round_id=round_.id, work_item_id=again.work_item_id), again)


def _is_there(state: InstanceState, round_: Round, who: UserId | None, occasion: Occasion) -> bool:
    """Whether they work here, and are not kept separate by now."""
    if who is None:
        return False
    request = AssignmentRequest(kind=AssignmentKind.USER, value=who)
    excluded = frozenset(map(str, round_.work.excluded))
    found = occasion.answers.resolve(request, state.initiator, excluded)
    return tuple(found.people) == (who,)


def _held(round_: Round) -> Iterator[Event]:
    """Who waits for advice that has still to be given."""
    for seat in round_.seats:
        if seat.state is SeatState.ASKED and is_held(round_, seat.item):
            yield WorkItemHeld(work_item_id=seat.item)
