"""The period in days or weeks, and in one line: how many began, ended, lay open, were late."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from engine.core.calendar import OFFICE_ZONE
from engine.statistics.figures import Frame
from engine.statistics.model import Asked, CaseHead, Footprint, Interval, Totals

BY_DAY: Final = timedelta(days=31)
"""Up to so long a period is told by the day, a longer one by the week."""


def unit_of(asked: Asked) -> str:
    """Day or week."""
    return "day" if asked.until - asked.since <= BY_DAY else "week"


def beginnings(asked: Asked, zone: ZoneInfo = OFFICE_ZONE) -> list[datetime]:
    """When each day, or week from its Monday, of the period begins; the first with the period."""
    by_week = unit_of(asked) == "week"
    day = asked.since.astimezone(zone).date()
    found = [asked.since]
    while True:
        day += timedelta(days=7 - day.weekday() if by_week else 1)
        begins = datetime.combine(day, time(), zone).astimezone(UTC)
        if begins >= asked.until:
            return found
        found.append(begins)


def intervals(
    frame: Frame, heads: Sequence[CaseHead], footprints: Iterable[Footprint]
) -> tuple[Interval, ...]:
    """What happened in each of them."""
    begins = beginnings(frame.asked)
    ends = [*begins[1:], frame.asked.until]

    def count(moments: Iterable[datetime | None]) -> Counter[int]:
        return Counter(bisect_right(begins, one) - 1 for one in moments if one and frame.holds(one))

    every = list(footprints)
    started = count(one.started_at for one in heads)
    ended = count(one.ended_at for one in heads)
    items = [item for one in every for item in one.items]
    late = count(item.due_at for item in items if item.is_late(frame.now))
    stuck = count(one.at for each in every for one in each.incidents)
    return tuple(
        Interval(at, started[n], ended[n], _open_at(heads, min(ends[n], frame.now)), late[n],
                 stuck[n])
        for n, at in enumerate(begins)
    )  # fmt: skip


def _open_at(heads: Iterable[CaseHead], at: datetime) -> int:
    return sum(
        one.started_at < at and (one.ended_at is None or one.ended_at >= at) for one in heads
    )


def totals(frame: Frame, heads: Sequence[CaseHead], footprints: Iterable[Footprint]) -> Totals:
    """The period in one line."""
    ended = [one for one in heads if frame.holds(one.ended_at)]
    late = sum(
        any(item.ended_at is None and item.is_late(frame.now) for item in one.items)
        for one in footprints
    )
    return Totals(
        started=sum(frame.holds(one.started_at) for one in heads),
        ended=len(ended),
        open=sum(one.ended_at is None for one in heads),
        overdue=late,
        stuck=sum(one.ended_at is None and one.open_incidents > 0 for one in heads),
        duration=frame.times((one.started_at, one.ended_at) for one in ended if one.ended_at),
    )
