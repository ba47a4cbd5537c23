"""Shows rounds of opinions as they stand, and what may be done with a work item because of them."""

from __future__ import annotations

from typing import Final

from api import show
from api.deps import House
from api.schemas.approvals import Approval, Opinion, Seat
from engine.codec import decode_event, is_command
from engine.core import approval as core
from engine.core import events as ev
from engine.core import policy
from engine.core.ballot import (
    ADD_SIGN,
    DELEGATE,
    REMOVE_SIGN,
    TRANSFER,
    URGE,
    allowed_actions,
)
from engine.core.definition import Element, Kind
from engine.core.evolve import fold
from engine.core.evolve_approval import round_id_of, round_of
from engine.core.people import Person
from engine.handlers.case import LiveInstance
from engine.views import WorkItemView

NO_ROUND: Final = Approval(
    open=False,
    mode="",
    threshold="",
    result=None,
    agreed=0,
    refused=0,
    seats=[],
    opinions=[],
    waits_for=[],
)


def round_shown(house: House, view: WorkItemView) -> Approval | None:
    """The round that the work item belongs or belonged to."""
    live = house.runtime.live(view.instance_id)
    found = round_of(live.state, view.id)
    if found is not None:
        return shown(house, found, view.id)
    ended = _ended(house, view)
    if ended is None:
        return None
    told = shown(house, ended[0], view.id)
    return told.model_copy(update={"open": False, "result": ended[1], "waits_for": []})


def _ended(house: House, view: WorkItemView) -> tuple[core.Round, str | None] | None:
    """The round as it was when it ended, folded from the log, and how it was decided."""
    rows = house.runtime.store.rows(view.instance_id)
    events = [decode_event(row.type, row.body) for row in rows if not is_command(row.type)]
    for place, event in enumerate(events):
        if isinstance(
            event, ev.ApprovalDecided | ev.ApprovalCanceled
        ) and event.round_id == round_id_of(view.id):
            state = fold(None, view.instance_id, events[:place])
            return state.approvals[event.round_id], getattr(event, "result", None)
    return None


def shown(house: House, round_: core.Round, item_id: str) -> Approval:
    """An open round, as somebody at this work item sees it."""
    stand = [core.standing(round_, seat) for seat in core.members(round_)]
    waits = [seat.who for seat in core.advisers(round_, item_id) if seat.who]
    return Approval(
        open=True,
        mode=str(round_.mode),
        threshold=round_.threshold,
        result=None,
        agreed=stand.count(core.Result.AGREED),
        refused=stand.count(core.Result.REFUSED),
        seats=[_seat(house, seat) for seat in round_.seats],
        opinions=[_opinion(house, one) for one in round_.opinions],
        waits_for=[show.person_name(house, who).zh for who in waits],
    )


def _seat(house: House, seat: core.Seat) -> Seat:
    return Seat(
        work_item_id=seat.item,
        who=seat.who,
        name=show.person_name(house, seat.who).zh if seat.who else None,
        place=str(seat.place),
        state=str(seat.state),
        weight=str(seat.weight),
        added_by=seat.added_by,
    )


def _opinion(house: House, one: core.Opinion) -> Opinion:
    return Opinion(
        work_item_id=one.item,
        by=one.by,
        name=one.name,
        place=one.place,
        agree=one.agrees,
        opinion=one.text,
        at=one.at,
        on_behalf_of=one.on_behalf_of,
        signature=one.signature,
    )


def actions_at(
    live: LiveInstance, view: WorkItemView, actor: Person, usual: list[str], element: Element
) -> list[str]:
    """What this person may do with the work item, by its round and what the task allows: `usual`
    is what the offer alone would let them do."""
    item = live.state.work_items.get(view.id)
    if item is None:
        return usual
    task = element.user_task
    declared = task.actions if task is not None else None
    allowed = allowed_actions(declared, live.case.bundle.parameters)
    found = [one for one in usual if one == "complete" or one in allowed]
    round_ = round_of(live.state, view.id)
    seat = round_.seat(view.id) if round_ is not None else None
    advises = seat is not None and seat.place is core.Place.BEFORE
    has_it = "complete" in usual
    if has_it and (item.owner is not None or advises):
        return [*(one for one in found if one not in ("complete", "release")), "opinion"]
    if has_it and element.kind is not Kind.AD_HOC_SUB_PROCESS:
        held = round_ is not None and core.is_held(round_, view.id)
        beside = live.state.moves is not None and view.id in live.state.moves.extra
        more = [TRANSFER, *(() if beside else (ADD_SIGN,)), *(() if held else (DELEGATE,))]
        found = [one for one in found if not held or one != "complete"]
        found += [one for one in more if one in allowed]
        added = round_ is not None and any(s.added_by == actor.id for s in round_.seats)
        found += [REMOVE_SIGN] if added and REMOVE_SIGN in allowed else []
    return [*found, *_looking_after(live, view, actor, allowed, found)]


def _looking_after(
    live: LiveInstance, view: WorkItemView, actor: Person, allowed: frozenset[str], found: list[str]
) -> list[str]:
    """What somebody may do who does not do the work: urge it; as an administrator, say who does it
    and who is not asked any more."""
    item = live.state.work_items[view.id]
    if view.ended_at is not None:
        return []
    office = policy.may_administer(actor)
    urges = "complete" not in found and policy.may_urge(actor, live.state, item)
    more = [URGE] if urges and (office or URGE in allowed) else []
    if office:
        removes = round_of(live.state, view.id) is not None and REMOVE_SIGN not in found
        more += ["appoint", *((REMOVE_SIGN,) if removes else ())]
    return more
