"""A decided round of opinions as commands and events keep it, so that it can be opened again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace

from engine.core.approval import Round, Seat, SeatState
from engine.core.ballot import Approval, Mode
from engine.core.fact import fact
from engine.core.ids import UserId
from engine.core.kept_seats import OpinionKept, SeatKept, kept_opinion, kept_seat
from engine.core.state import WorkItem
from engine.core.values import Value

SPOKEN = frozenset({SeatState.AGREED, SeatState.REFUSED, SeatState.ADVISED})


@fact
class KeptRound:
    """A round as it stood before the opinion that decided it: that of the work item `item`, by
    `by`. Ids are those of then."""

    round_id: str
    item: str
    by: UserId
    mode: str
    threshold: str = ""
    decision: str = ""
    agree: tuple[str, ...] = ()
    on_reject: str = ""
    result_variable: str = ""
    weights: tuple[tuple[str, Value], ...] = ()
    priority: int = 50
    seats: tuple[SeatKept, ...] = ()
    opinions: tuple[OpinionKept, ...] = ()
    data: Mapping[str, Value] = field(default_factory=dict)
    chosen: tuple[tuple[str, Value], ...] = ()

    def approval(self) -> Approval:
        """The terms that it was opened on."""
        return Approval(
            mode=Mode(self.mode),
            threshold=self.threshold,
            decision=self.decision,
            agree=self.agree,
            on_reject=self.on_reject,
            result_variable=self.result_variable,
        )


def kept(
    round_: Round,
    open_items: Mapping[str, WorkItem],
    vote: tuple[str, UserId],
    why_delegated: Callable[[str], str],
) -> KeptRound:
    """The round as it stands, with who has its open work items; `vote` is the work item of the
    opinion that decides it next, with whose it is."""
    item, by = vote
    return KeptRound(
        round_id=round_.id,
        item=item,
        by=by,
        mode=str(round_.mode),
        threshold=round_.threshold,
        decision=round_.decision,
        agree=round_.agree,
        on_reject=round_.on_reject,
        result_variable=round_.result_variable,
        weights=tuple((login, weight) for login, weight in round_.weights),
        priority=round_.work.priority,
        seats=tuple(
            replace(found, who=by, delegate=None, reason="") if found.item == item else found
            for found in (
                _seat(seat, open_items.get(seat.item), round_.id, why_delegated)
                for seat in round_.seats
            )
        ),
        opinions=tuple(map(kept_opinion, round_.opinions)),
        data=round_.data,
        chosen=round_.chosen,
    )


def _seat(
    seat: Seat, item: WorkItem | None, round_id: str, why_delegated: Callable[[str], str]
) -> SeatKept:
    who, delegate = seat.who, None
    if item is not None and item.owner is not None:
        who, delegate = item.owner, item.assignee
    elif item is not None and item.assignee is not None:
        who = item.assignee
    elif item is not None and item.id == round_id:
        who = None  # offered to several, and nobody has it
    reason = why_delegated(seat.item) if delegate else ""
    return replace(kept_seat(seat), who=who, delegate=delegate, reason=reason)


def under(kept_round: KeptRound, round_id: str) -> KeptRound:
    """The same round under another id, with the work items of its seats."""

    def anew(item: str) -> str:
        same = item == kept_round.round_id or item.startswith(f"{kept_round.round_id}.")
        return round_id + item.removeprefix(kept_round.round_id) if same else item

    return replace(
        kept_round,
        round_id=round_id,
        item=anew(kept_round.item),
        seats=tuple(
            replace(one, item=anew(one.item), holder=anew(one.holder)) for one in kept_round.seats
        ),
        opinions=tuple(replace(one, item=anew(one.item)) for one in kept_round.opinions),
    )
