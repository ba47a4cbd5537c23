"""A round of opinions on one waiting user task: whose seats there are and how they stand.

The interpreter sees one token that waits. Everything else about who is asked, in which order, and
whether it is decided is here, as state of the core.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from engine.core.ballot import CONTINUE, Mode, share
from engine.core.fact import fact
from engine.core.ids import UserId
from engine.core.values import Value


class Place(StrEnum):
    """Where somebody sits in a round."""

    MEMBER = "member"  # their opinion counts; also who is added beside (并加签)
    BEFORE = "before"  # 前加签: gives advice, for which whoever added them waits
    AFTER = "after"  # 后加签: acts when whoever added them has agreed


class SeatState(StrEnum):
    """How far the opinion of a seat is."""

    WAITING = "waiting"  # not asked yet
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    ADVISED = "advised"
    REMOVED = "removed"


class Result(StrEnum):
    """How a round was decided."""

    AGREED = "agreed"
    REFUSED = "refused"


@fact
class Seat:
    """One who is asked. `item` is the id of their work item, allotted before they are asked;
    `who` is None where the item is offered to several candidates."""

    item: str
    who: UserId | None = None
    place: Place = Place.MEMBER
    state: SeatState = SeatState.WAITING
    weight: Decimal = Decimal(1)
    added_by: UserId | None = None
    holder: str = ""  # the work item at which they were added


@fact
class Opinion:
    """What somebody said. `agrees` is None for advice without a yes or no."""

    item: str
    by: UserId
    name: str
    place: str
    agrees: bool | None
    text: str
    at: datetime
    on_behalf_of: UserId | None = None
    signature: str | None = None


@fact
class Work:
    """What the work items of a round have in common."""

    element_id: str
    name: str
    name_en: str
    form_id: str
    process: str
    priority: int = 50
    due_at: datetime | None = None
    excluded: tuple[UserId, ...] = ()
    zh: str = ""
    en: str = ""


@fact
class Round:
    """One round, as it stands. `data` is what its members have filled in so far, the newest of
    each field."""

    id: str
    token: int
    work: Work
    mode: Mode
    threshold: str = ""
    decision: str = ""
    agree: tuple[str, ...] = ()
    on_reject: str = CONTINUE
    result_variable: str = ""
    weights: tuple[tuple[str, Decimal], ...] = ()  # by login; 1 where nothing is said
    seats: tuple[Seat, ...] = ()  # none while nobody is found
    opinions: tuple[Opinion, ...] = ()
    data: Mapping[str, Value] = field(default_factory=dict)
    chosen: tuple[tuple[str, Value], ...] = ()
    """The newest value of the decision field that meant `agreed`, and that meant `refused`."""

    def seat(self, item: str) -> Seat | None:
        """The seat with this work item."""
        return next((one for one in self.seats if one.item == item), None)

    def with_seat(self, item: str, **changes: Any) -> Round:
        """The round after a change of one seat."""
        seats = tuple(replace(s, **changes) if s.item == item else s for s in self.seats)
        return replace(self, seats=seats)

    def next_item(self) -> str:
        """The id of the work item of one more seat."""
        used = [int(one.item.rpartition(".")[2]) for one in self.seats if one.item != self.id]
        return f"{self.id}.{max(used, default=0) + 1}"


def agrees(value: Value, agree: Iterable[str]) -> bool:
    """Whether a value of the decision field means yes."""
    if type(value) is bool:
        return ("true" if value else "false") in agree
    return value is not None and str(value) in agree


def advisers(round_: Round, item: str) -> tuple[Seat, ...]:
    """Whose advice the holder of this work item waits for."""
    return tuple(
        one
        for one in round_.seats
        if one.place is Place.BEFORE and one.holder == item and one.state is SeatState.ASKED
    )


def is_held(round_: Round, item: str) -> bool:
    """Whether the work item waits for advice (前加签)."""
    return bool(advisers(round_, item))


def members(round_: Round) -> tuple[Seat, ...]:
    """The seats whose opinions count, without those that were removed."""
    return tuple(
        one
        for one in round_.seats
        if one.place is Place.MEMBER and one.state is not SeatState.REMOVED
    )


def standing(round_: Round, seat: Seat) -> Result | None:
    """What a seat has come to: an agreement holds only with those whom it named after itself."""
    if seat.state is SeatState.REFUSED:
        return Result.REFUSED
    if seat.state is not SeatState.AGREED:
        return None
    after = [
        standing(round_, one)
        for one in round_.seats
        if one.place is Place.AFTER
        and one.holder == seat.item
        and one.state is not SeatState.REMOVED
    ]
    if Result.REFUSED in after:
        return Result.REFUSED
    return None if None in after else Result.AGREED


def outcome(round_: Round) -> Result | None:
    """How the round is decided, as soon as no further opinion can change it; None until then."""
    counted = members(round_)
    stand = [standing(round_, seat) for seat in counted]
    if round_.mode is Mode.RATIO:
        return _by_share(round_, [(s.weight, r) for s, r in zip(counted, stand, strict=True)])
    if round_.mode is Mode.ANY:
        return next((one for one in stand if one is not None), None)
    if Result.REFUSED in stand:
        return Result.REFUSED
    return Result.AGREED if stand and None not in stand else None


def _by_share(round_: Round, votes: list[tuple[Decimal, Result | None]]) -> Result | None:
    """Votes are counted exactly; where nobody's weighs anything, each is one."""
    needed = share(round_.threshold) or Fraction(1)
    if not any(weight for weight, _ in votes):
        votes = [(Decimal(1), result) for _, result in votes]
    total = Fraction(sum((weight for weight, _ in votes), Decimal(0)))
    yes = Fraction(sum((w for w, one in votes if one is Result.AGREED), Decimal(0)))
    no = Fraction(sum((w for w, one in votes if one is Result.REFUSED), Decimal(0)))
    if total and yes >= needed * total:
        return Result.AGREED
    return Result.REFUSED if not total or total - no < needed * total else None


def to_ask(round_: Round) -> tuple[Seat, ...]:
    """Whose turn has come: those after an agreement, and in a sequence the next member."""
    waiting = [one for one in round_.seats if one.state is SeatState.WAITING]
    found = [one for one in waiting if one.place is Place.AFTER and _has_agreed(round_, one.holder)]
    if round_.mode is Mode.SEQUENTIAL and not found:
        busy = any(
            standing(round_, one) is None
            for one in members(round_)
            if one.state is not SeatState.WAITING
        )
        queue = [one for one in waiting if one.place is Place.MEMBER]
        found = [] if busy else queue[:1]
    return tuple(found)


def _has_agreed(round_: Round, item: str) -> bool:
    seat = round_.seat(item)
    return seat is not None and seat.state is SeatState.AGREED


def outcome_data(round_: Round, result: Result) -> dict[str, Value]:
    """What the round gives to the case: the newest value of each field, the decision as it was
    decided, and the result variable with every opinion in order."""
    data = dict(round_.data)
    chosen = dict(round_.chosen)
    if round_.decision and result in chosen:
        data[round_.decision] = chosen[result]
    if round_.result_variable:
        data[round_.result_variable] = summary(round_, result)
    return data


def summary(round_: Round, result: Result | None) -> dict[str, Value]:
    """The round as a context: what `resultVariable` gets."""
    stand = [standing(round_, one) for one in members(round_)]
    return {
        "result": None if result is None else str(result),
        "agreed": Decimal(stand.count(Result.AGREED)),
        "refused": Decimal(stand.count(Result.REFUSED)),
        "opinions": [_as_context(one) for one in round_.opinions],
    }


def _as_context(opinion: Opinion) -> dict[str, Value]:
    return {
        "by": str(opinion.by),
        "name": opinion.name,
        "place": opinion.place,
        "agree": opinion.agrees,
        "opinion": opinion.text,
        "at": opinion.at,
        "on_behalf_of": opinion.on_behalf_of,
    }
