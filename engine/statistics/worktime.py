"""Working seconds between moments, for many of them: the calendar is walked once for each day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from engine.core.calendar import WorkingCalendar
from engine.statistics.model import micros

SECOND: Final = 1_000_000
"""Microseconds."""
_DAY: Final = timedelta(days=1)


class WorkTime:
    """The company's working time from the day of one moment to the day of another."""

    def __init__(self, calendar: WorkingCalendar, first: datetime, last: datetime) -> None:
        edges: list[int] = []  # work begins, ends, begins, ends ...
        before: list[int] = []  # working time until each of them
        worked = 0
        day, until = (one.astimezone(calendar.zone).date() for one in (first, last))
        while day <= until:
            for begins, ends in calendar.shifts(day):
                length = micros(ends) - micros(begins)
                edges += (micros(begins), micros(ends))
                before += (worked, worked + length)
                worked += length
            day += _DAY

        self._until = _Until(edges, before)

    def between(self, begins: int, ends: int) -> int:
        """Whole seconds of working time; moments outside the days are taken to their edge."""
        return max(0, self._until[ends] - self._until[begins])

    def stretches(self, turns: Sequence[int]) -> list[int]:
        """The same between each of these moments and the next; they are in order."""
        worked = [self._until[one] for one in turns]
        return [ends - begins for begins, ends in pairwise(worked)]


class _Until(dict[int, int]):
    """Whole seconds of working time until a moment. Cases share many moments: each is worked out
    once, and found again at the speed of a dictionary."""

    def __init__(self, edges: list[int], before: list[int]) -> None:
        super().__init__()
        self._edges, self._before = edges, before

    def __missing__(self, moment: int) -> int:
        number = bisect_right(self._edges, moment)
        worked = self._before[number - 1] if number else 0
        if number % 2:  # work has begun and not ended
            worked += moment - self._edges[number - 1]
        self[moment] = seconds = worked // SECOND
        return seconds
