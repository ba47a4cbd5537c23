"""The fact that a decided round of opinions is open again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.ids import UserId
from engine.core.kept_seats import OpinionKept, SeatKept
from engine.core.values import Value


@fact
class RoundRestored(Event):
    """The round that has just been opened stands as the round `was` did before `by` gave the
    opinion that decided it, which they have taken back. Who had spoken keeps their opinion without
    new work; the open seats wait to be asked under their new ids."""

    round_id: str
    was: str
    element_id: str
    by: UserId
    at: datetime
    seats: tuple[SeatKept, ...]
    opinions: tuple[OpinionKept, ...] = ()
    data: Mapping[str, Value] = field(default_factory=dict)
    chosen: tuple[tuple[str, Value], ...] = ()
