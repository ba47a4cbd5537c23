"""The period in days or weeks, and in one line: how many began, ended, lay open, were late."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from engine.core.calendar import OFFICE_ZONE
from engine.statistics.figures import Frame
from engine.statistics.model import Asked, CaseSpan, Interval, Overall, Totals, micros

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


def intervals(frame: Frame, overall: Overall) -> tuple[Interval, ...]:
    """What happened in each of them."""
    days = beginnings(frame.asked)
    begins = [micros(one) for one in days]
    ends = [*begins[1:], frame.until]

    def count(moments: Iterable[int | None]) -> Counter[int]:
        return Counter(
            bisect_right(begins, one) - 1 for one in moments if one is not None and frame.holds(one)
        )

    started = count(one.started_at for one in overall.spans)
    ended = count(one.ended_at for one in overall.spans)
    late, stuck = count(overall.late), count(overall.incidents)
    lies = _open(overall.spans)
    return tuple(
        Interval(at, started[n], ended[n], lies(min(ends[n], frame.now)), late[n], stuck[n])
        for n, at in enumerate(days)
    )


def _open(spans: Sequence[CaseSpan]) -> Callable[[int], int]:
    """How many cases lay open just before a moment."""
    began = sorted(one.started_at for one in spans)
    ended = sorted(one.ended_at for one in spans if one.ended_at is not None)
    return lambda at: bisect_left(began, at) - bisect_left(ended, at)


def totals(frame: Frame, overall: Overall) -> Totals:
    """The period in one line."""
    spans = overall.spans
    ended = [one for one in spans if frame.holds(one.ended_at)]
    return Totals(
        started=sum(frame.holds(one.started_at) for one in spans),
        ended=len(ended),
        open=sum(one.ended_at is None for one in spans),
        overdue=overall.late_cases,
        stuck=sum(one.ended_at is None and one.open_incidents > 0 for one in spans),
        duration=frame.times(
            (one.started_at, one.ended_at) for one in ended if one.ended_at is not None
        ),
    )
