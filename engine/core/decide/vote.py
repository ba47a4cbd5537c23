"""Decides whether an opinion is taken back (拿回) while its round is not decided yet."""

from __future__ import annotations

from engine.core.approval import Place, Round, Seat, SeatState
from engine.core.ballot import TAKE_BACK, Mode
from engine.core.commands_office import TakeBackVote
from engine.core.decide import Decision
from engine.core.decide.approval import Occasion, ask
from engine.core.decide.signers import refuse_undeclared
from engine.core.events import Event, VoteTakenBack, WorkItemCanceled
from engine.core.evolve import fold
from engine.core.evolve_approval import round_of
from engine.core.people import Person
from engine.core.state import InstanceState, WorkItemState
from engine.errors import InvalidState, NotPermitted

_SPOKEN = frozenset({SeatState.AGREED, SeatState.REFUSED})


def decide_taking_back(
    state: InstanceState, actor: Person, command: TakeBackVote, occasion: Occasion
) -> Decision:
    """Whose opinion it is gets their work item anew; whom it had asked is not asked any more until
    they agree again. Refused once somebody of these has acted."""
    refuse_undeclared(occasion, TAKE_BACK, "拿回", "taking back")
    round_ = round_of(state, command.voted_item)
    seat = round_.seat(command.voted_item) if round_ is not None else None
    if round_ is None or seat is None or seat.state not in _SPOKEN:
        raise InvalidState(
            "此项没有可拿回的意见", f"Expected an opinion in an open round: {command.voted_item}"
        )
    _refuse_others(round_, seat, actor)
    recalled = _recalled(state, round_, seat)
    first = int(round_.next_item().rpartition(".")[2])
    anew = [(one.item, f"{round_.id}.{first + n}") for n, one in enumerate((seat, *recalled))]
    taken = VoteTakenBack(
        round_id=round_.id,
        element_id=round_.work.element_id,
        by=actor.id,
        at=occasion.now,
        seats=tuple(anew),
        data=command.data,
        chosen=command.chosen,
        reason=command.reason,
    )
    ended = [WorkItemCanceled(work_item_id=one.item) for one in recalled]
    events: tuple[Event, ...] = (taken, *ended)
    after = fold(state, state.id, events)
    again = after.approvals[round_.id]
    mine = next(one for one in again.seats if one.item == anew[0][1])
    return Decision(events=(*events, *ask(after, again, mine, occasion)))


def _refuse_others(round_: Round, seat: Seat, actor: Person) -> None:
    place = str(seat.place)
    for one in round_.opinions:
        if (one.item, one.place) == (seat.item, place) and actor.id == (one.on_behalf_of or one.by):
            return
    raise NotPermitted("只有本人可以拿回自己的意见", "Expected whose opinion it is")


def _recalled(state: InstanceState, round_: Round, seat: Seat) -> list[Seat]:
    """Whom the opinion had asked, and who has not done anything about it."""
    behind = round_.seats[round_.seats.index(seat) + 1 :]
    in_turn = round_.mode is Mode.SEQUENTIAL and seat.place is Place.MEMBER
    followed = [
        one
        for one in behind
        if (one.place is Place.AFTER and one.holder == seat.item)
        or (in_turn and one.place is Place.MEMBER)
    ]
    asked = [one for one in followed if one.state is SeatState.ASKED]
    for one in followed:
        if one.state in _SPOKEN or (one in asked and not _is_untouched(state, round_, one)):
            raise InvalidState(
                f"后面的 {one.who} 已有动作，不能拿回",
                f"Expected nobody to have acted on it, but {one.who} has",
            )
    return asked


def _is_untouched(state: InstanceState, round_: Round, seat: Seat) -> bool:
    item = state.work_items.get(seat.item)
    if item is None or item.owner is not None or item.state is WorkItemState.RETURNED:
        return False
    return not any(one.holder == seat.item for one in round_.seats)
