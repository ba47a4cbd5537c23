"""Seats and opinions of a round as commands and events keep them, there and back."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from decimal import Decimal

from engine.core.approval import Opinion, Place, Seat, SeatState
from engine.core.fact import fact
from engine.core.ids import UserId


@fact
class SeatKept:
    """A seat as it stood; `was` is the work item that it had then. An open one is `asked`: of
    `who` had the work, or had delegated it to `delegate` for this reason."""

    item: str
    was: str
    who: UserId | None = None
    place: str
    state: str
    weight: str
    added_by: UserId | None = None
    holder: str = ""
    delegate: UserId | None = None
    reason: str = ""


@fact
class OpinionKept:
    """What somebody had said, with their handwriting."""

    item: str
    by: UserId
    name: str
    place: str
    agrees: bool | None = None
    text: str = ""
    at: datetime
    on_behalf_of: UserId | None = None
    signature: str | None = None


_SAID = tuple(one.name for one in fields(Opinion))
"""An opinion is kept as it is."""


def kept_seat(seat: Seat) -> SeatKept:
    """A seat as it stands."""
    return SeatKept(
        item=seat.item,
        was=seat.item,
        who=seat.who,
        place=str(seat.place),
        state=str(seat.state),
        weight=str(seat.weight),
        added_by=seat.added_by,
        holder=seat.holder,
    )


def seat_of(kept: SeatKept) -> Seat:
    """The seat of a round that is open again."""
    return Seat(
        item=kept.item,
        who=kept.who,
        place=Place(kept.place),
        state=SeatState(kept.state),
        weight=Decimal(kept.weight),
        added_by=kept.added_by,
        holder=kept.holder,
    )


def kept_opinion(opinion: Opinion) -> OpinionKept:
    """What was said."""
    return OpinionKept(**{name: getattr(opinion, name) for name in _SAID})


def opinion_of(kept: OpinionKept) -> Opinion:
    """What was said, and still holds."""
    return Opinion(**{name: getattr(kept, name) for name in _SAID})
