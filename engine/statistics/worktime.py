"""Working seconds between moments, for many of them: the calendar is walked once for each day."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import Final

from engine.core.calendar import WorkingCalendar
from engine.statistics.model import micros

SECOND: Final = 1_000_000
"""Microseconds."""
_DAY: Final = timedelta(days=1)


class WorkTime:
    """The company's working time from the day of one moment to the day of another."""

    def __init__(self, calendar: WorkingCalendar, first: datetime, last: datetime) -> None:
        self._edges: list[int] = []  # work begins, ends, begins, ends ...
        self._before: list[int] = []  # working time until each of them
        worked = 0
        day, until = (one.astimezone(calendar.zone).date() for one in (first, last))
        while day <= until:
            for begins, ends in calendar.shifts(day):
                length = micros(ends) - micros(begins)
                self._edges += (micros(begins), micros(ends))
                self._before += (worked, worked + length)
                worked += length
            day += _DAY

    def between(self, begins: int, ends: int) -> int:
        """Whole seconds of working time; moments outside the days are taken to their edge."""
        return max(0, self._until(ends) - self._until(begins))

    def _until(self, moment: int) -> int:
        number = bisect_right(self._edges, moment)
        if not number:
            return 0
        worked = self._before[number - 1]
        if number % 2:  # work has begun and not ended
            worked += moment - self._edges[number - 1]
        return worked // SECOND
