"""Places the steps of the demo's cases on working days, as people take their time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from engine.core.calendar import OFFICE_ZONE, WorkingCalendar
from engine.feel.temporal import read_temporal
from engine.scenarios.histories import AT_ONCE, DemoCase, time_of
from engine.scenarios.script import BadScenario

PAUSE: Final = timedelta(minutes=35)
"""Time between two steps of a case that has no pace of its own."""
_AT: Final = re.compile(r"(?:D(\d\d))?T(\d\d:\d\d)")
_QUICK, _SAME_DAY, _DAYS = (6, 80), (90, 420), (480, 1100)  # minutes of work
_FIRST: Final = time(9)
_WORKED: Final = 510  # minutes from there in which cases begin


class OfficeDays:
    """Moments of one case: in working time, the same for the same case."""

    def __init__(self, calendar: WorkingCalendar, case: DemoCase) -> None:
        self._calendar = calendar
        self._case = case
        self._chance = Random(f"{case.id} moments")  # noqa: S311 (the same each time)

    def begin(self, now: datetime) -> datetime:
        """When the case begins, seen from now."""
        today, at = now.astimezone(OFFICE_ZONE).date(), time_of(self._case.begins)
        if self._case.begins.startswith("D"):
            return self._monthly(today, at or _FIRST)
        day = self._worked(today - timedelta(days=self._case.days_ago))
        if at is None:
            minutes = timedelta(minutes=self._chance.randrange(_WORKED))
            return self._at_work(datetime.combine(day, _FIRST, OFFICE_ZONE) + minutes)
        late = 0 if self._case.pace is None else self._chance.randrange(20)
        return datetime.combine(day, at, OFFICE_ZONE).astimezone(UTC) + timedelta(minutes=late)

    def next(self, moment: datetime) -> datetime:
        """When the next step is done that may be done from this moment on."""
        if self._case.pace is None:
            return moment + PAUSE
        kind = self._chance.randrange(10) if self._case.pace > AT_ONCE else 0
        least, most = _QUICK if kind < 6 else _SAME_DAY if kind < 9 else _DAYS
        minutes = self._chance.randint(least, most) * self._case.pace // 100
        return self._calendar.add_working_time(moment, timedelta(minutes=max(minutes, 1)))

    def soon(self, moment: datetime) -> datetime:
        """A little later the same working day, or the next one."""
        minutes = timedelta(minutes=self._chance.randint(35, 65))
        return self._calendar.add_working_time(moment, minutes)

    def after(self, moment: datetime, clock: str) -> datetime:
        """After a `clock` step: a duration, `T17:05` of a working day, or `D25T10:00` of a month.
        Raises BadScenario."""
        exact = _AT.fullmatch(clock)
        if exact is not None:
            return self._next_at(moment, exact[1], time.fromisoformat(exact[2]))
        span = read_temporal(clock)
        if not isinstance(span, timedelta):
            raise BadScenario(f"Expected a duration in {self._case.id}, got {clock}")
        return moment + span if self._case.pace is None else self._at_work(moment + span)

    def _next_at(self, moment: datetime, of_month: str | None, at: time) -> datetime:
        day = moment.astimezone(OFFICE_ZONE).date()
        while True:
            fits = day.day == int(of_month) if of_month else self._calendar.is_workday(day)
            found = datetime.combine(day, at, OFFICE_ZONE).astimezone(UTC)
            if fits and found >= moment:
                return found
            day += timedelta(days=1)

    def _worked(self, day: date) -> date:
        """The day itself, or the last worked one before it."""
        while not self._calendar.is_workday(day):
            day -= timedelta(days=1)
        return day

    def _at_work(self, moment: datetime) -> datetime:
        """The moment itself in working time; else some time into the next of it."""
        moment = moment.astimezone(UTC)
        snapped = self._calendar.add_working_time(moment, timedelta())
        if snapped == moment:
            return moment
        minutes = timedelta(minutes=self._chance.randint(4, 150))
        return self._calendar.add_working_time(snapped, minutes)

    def _monthly(self, today: date, at: time) -> datetime:
        day = int(self._case.begins[1:3])
        months = today.year * 12 + today.month - 1 - self._case.turn - (today.day < day)
        moment = datetime.combine(date(months // 12, months % 12 + 1, day), at, OFFICE_ZONE)
        return moment.astimezone(UTC)
