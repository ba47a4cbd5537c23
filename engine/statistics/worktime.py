"""Working seconds between moments, for many of them: the calendar is walked once for each day."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

from engine.core.calendar import WorkingCalendar

_DAY = timedelta(days=1)


class WorkTime:
    """The company's working time from the day of one moment to the day of another."""

    def __init__(self, calendar: WorkingCalendar, first: datetime, last: datetime) -> None:
        self._calendar = calendar
        day = first.astimezone(calendar.zone).date()
        count = max(0, (last.astimezone(calendar.zone).date() - day).days) + 1
        self._mornings = [self._morning(day + number * _DAY) for number in range(count + 1)]
        worked = (
            calendar.working_time_between(begins, ends)
            for begins, ends in zip(self._mornings, self._mornings[1:], strict=False)
        )
        self._before = [0, *accumulate(one // timedelta(seconds=1) for one in worked)]
        self._known: dict[datetime, int] = {}

    def between(self, begins: datetime, ends: datetime) -> int:
        """Whole seconds of working time; moments outside the days are taken to their edge."""
        return max(0, self._until(ends) - self._until(begins))

    def _until(self, moment: datetime) -> int:
        if moment not in self._known:
            number = bisect_right(self._mornings, moment) - 1
            self._known[moment] = self._worked(number, moment)
        return self._known[moment]

    def _worked(self, number: int, moment: datetime) -> int:
        if number < 0:
            return 0
        if number >= len(self._before) - 1:
            return self._before[-1]
        today = self._calendar.working_time_between(self._mornings[number], moment)
        return self._before[number] + today // timedelta(seconds=1)

    def _morning(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._calendar.zone).astimezone(UTC)
