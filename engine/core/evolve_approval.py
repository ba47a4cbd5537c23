"""Events about opinions -> state: one applier per (event type, version), pure and total."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from engine.core.approval import Opinion, Place, Result, Round, Seat, SeatState, Work, agrees
from engine.core.ballot import Mode
from engine.core.events import approval as ev
from engine.core.events.office import VoteTakenBack
from engine.core.events.rounds import RoundRestored
from engine.core.events.work_item import WorkItemCompleted
from engine.core.ids import UserId
from engine.core.kept_seats import opinion_of, seat_of
from engine.core.state import InstanceState, WorkItemState
from engine.core.values import Value


def _keep(state: InstanceState, changed: Round) -> InstanceState:
    return replace(state, approvals={**state.approvals, changed.id: changed})


def _opened(state: InstanceState, event: ev.ApprovalOpened) -> InstanceState:
    weights = tuple((login, Decimal(weight)) for login, weight in event.weights)
    weighs = dict(weights)
    sequential = event.mode == Mode.SEQUENTIAL
    who: tuple[UserId | None, ...] = event.members or (None,) * len(event.items)
    seats = tuple(
        Seat(
            item=item,
            who=person,
            state=SeatState.WAITING if sequential and place else SeatState.ASKED,
            weight=weighs.get(person or "", Decimal(1)),
        )
        for place, (item, person) in enumerate(zip(event.items, who, strict=True))
    )
    work = Work(
        element_id=event.element_id,
        name=event.name,
        name_en=event.name_en,
        form_id=event.form_id,
        process=event.process,
        priority=event.priority,
        due_at=event.due_at,
        excluded=event.excluded,
        zh=event.zh,
        en=event.en,
    )
    return _keep(
        state,
        Round(
            id=event.round_id,
            token=event.token,
            work=work,
            mode=Mode(event.mode),
            threshold=event.threshold,
            decision=event.decision,
            agree=event.agree,
            on_reject=event.on_reject,
            result_variable=event.result_variable,
            weights=weights,
            seats=seats,
        ),
    )


def round_id_of(work_item_id: str) -> str:
    """The id of the round that a work item of this id would belong to."""
    return work_item_id.partition(".")[0]


def round_of(state: InstanceState, work_item_id: str) -> Round | None:
    """The open round in which this work item has a seat."""
    found = state.approvals.get(round_id_of(work_item_id)) if state.approvals else None
    return found if found is not None and found.seat(work_item_id) else None


def _given(state: InstanceState, event: ev.OpinionGiven) -> InstanceState:
    """An opinion of somebody in a round is counted; one of anybody else changes nothing here. The
    advice of a delegate is kept with the seat's own opinion to come."""
    found = round_of(state, event.work_item_id)
    seat = found.seat(event.work_item_id) if found else None
    if found is None or seat is None:
        return state
    delegated = state.work_items[event.work_item_id].owner is not None
    opinion = Opinion(
        item=event.work_item_id,
        by=event.by,
        name=event.name,
        place="delegate" if delegated else str(seat.place),
        agrees=event.agrees,
        text=event.opinion,
        at=event.at,
        on_behalf_of=event.on_behalf_of,
        signature=event.signature,
    )
    kept = replace(found, opinions=(*found.opinions, opinion))
    if not delegated:
        kept = kept.with_seat(seat.item, state=_said(seat, agreed=event.agrees is not False))
    return _keep(state, kept)


def _said(seat: Seat, *, agreed: bool) -> SeatState:
    if seat.place is Place.BEFORE:
        return SeatState.ADVISED
    return SeatState.AGREED if agreed else SeatState.REFUSED


def with_data(state: InstanceState, event: WorkItemCompleted) -> InstanceState:
    """The round with what one of its members filled in; an empty field takes nothing away."""
    found = round_of(state, event.work_item_id)
    if found is None or not event.data:
        return state
    return _keep(state, filled(found, event.data))


def filled(found: Round, data: Mapping[str, Value]) -> Round:
    """The round with what somebody filled in."""
    said = {name: value for name, value in data.items() if value is not None}
    kept = replace(found, data={**data, **found.data, **said})
    if found.decision not in data:
        return kept
    value = data[found.decision]
    result = Result.AGREED if agrees(value, found.agree) else Result.REFUSED
    others = tuple(one for one in found.chosen if one[0] != result)
    return replace(kept, chosen=(*others, (str(result), value)))


def _taken_back(state: InstanceState, event: VoteTakenBack) -> InstanceState:
    """Its seat, and those that it had asked, wait to be asked under their new ids."""
    found = state.approvals[event.round_id]
    anew = {old: str(new) for old, new in event.seats}
    mine = event.seats[0][0]
    place = next(str(one.place) for one in found.seats if one.item == mine)
    seats = tuple(
        replace(
            one,
            item=anew.get(one.item, one.item),
            holder=anew.get(one.holder, one.holder),
            state=SeatState.WAITING if one.item in anew else one.state,
            who=event.by if one.item == mine else one.who,
        )
        for one in found.seats
    )
    opinions = tuple(
        replace(one, item=anew.get(one.item, one.item))
        for one in found.opinions
        if (one.item, one.place) != (mine, place)
    )
    data, chosen = event.data, event.chosen
    return _keep(state, replace(found, seats=seats, opinions=opinions, data=data, chosen=chosen))


def _restored(state: InstanceState, event: RoundRestored) -> InstanceState:
    """Everything but the terms, which it was opened with."""
    found = state.approvals[event.round_id]
    seats, opinions = tuple(map(seat_of, event.seats)), tuple(map(opinion_of, event.opinions))
    data, chosen = event.data, event.chosen
    return _keep(state, replace(found, seats=seats, opinions=opinions, data=data, chosen=chosen))


def _ended(state: InstanceState, event: ev.ApprovalDecided | ev.ApprovalCanceled) -> InstanceState:
    left = {key: one for key, one in state.approvals.items() if key != event.round_id}
    return replace(state, approvals=left)


def _added(state: InstanceState, event: ev.SignerAdded) -> InstanceState:
    place = Place(event.place)
    found = state.approvals[event.round_id]
    seat = Seat(
        item=event.work_item_id,
        who=event.to,
        place=place,
        weight=dict(found.weights).get(event.to, Decimal(1)),
        added_by=event.by,
        holder=event.holder,
    )
    return _keep(state, replace(found, seats=_seated(found, seat)))


def _seated(found: Round, seat: Seat) -> tuple[Seat, ...]:
    """In a sequence, whoever is added beside comes next."""
    places = [one.item for one in found.seats]
    at = places.index(seat.holder) + 1 if seat.holder in places else len(places)
    while at < len(places) and found.seats[at].holder == seat.holder:
        at += 1
    return (*found.seats[:at], seat, *found.seats[at:])


def _removed(state: InstanceState, event: ev.SignerRemoved) -> InstanceState:
    found = state.approvals[event.round_id]
    return _keep(state, found.with_seat(event.work_item_id, state=SeatState.REMOVED))


def _asked(state: InstanceState, event: ev.SeatAsked) -> InstanceState:
    found = state.approvals[event.round_id]
    return _keep(state, found.with_seat(event.work_item_id, state=SeatState.ASKED))


def _passed_on(state: InstanceState, work_item_id: str, **changes: Any) -> InstanceState:
    item = replace(state.work_items[work_item_id], state=WorkItemState.RESERVED, **changes)
    return replace(state, work_items={**state.work_items, work_item_id: item})


def _delegated(state: InstanceState, event: ev.WorkItemDelegated) -> InstanceState:
    return _passed_on(state, event.work_item_id, assignee=event.to, owner=event.by)


def _resolved(state: InstanceState, event: ev.DelegationResolved) -> InstanceState:
    return _passed_on(state, event.work_item_id, assignee=event.to, owner=None)


def _appointed(state: InstanceState, event: ev.WorkItemAppointed) -> InstanceState:
    return _passed_on(state, event.work_item_id, assignee=event.to, owner=None, unresolved=())


APPLIERS: Final[Mapping[tuple[str, int], Callable[[InstanceState, Any], InstanceState]]] = {
    ("ApprovalOpened", 1): _opened,
    ("OpinionGiven", 1): _given,
    ("ApprovalDecided", 1): _ended,
    ("ApprovalCanceled", 1): _ended,
    ("VoteTakenBack", 1): _taken_back,
    ("RoundRestored", 1): _restored,
    ("SignerAdded", 1): _added,
    ("SignerRemoved", 1): _removed,
    ("SeatAsked", 1): _asked,
    ("WorkItemDelegated", 1): _delegated,
    ("DelegationResolved", 1): _resolved,
    ("WorkItemAppointed", 1): _appointed,
}
"""WorkItemHeld and WorkItemResumed change nothing here: the round itself tells who waits."""
