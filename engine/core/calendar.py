"""Working time: which days are worked, and the moment so many working days later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from engine.errors import LimitExceeded

SATURDAY_AND_SUNDAY: Final = frozenset({5, 6})
OFFICE_ZONE: Final = ZoneInfo("Asia/Shanghai")
MAX_WORKDAYS: Final = 2_000
_INSTANT: Final = timedelta(microseconds=1)
OFFICE_HOURS: Final = ((time(9), time(12)), (time(13), time(18)))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """The days of one place. A make-up workday is worked although it falls on a weekend."""

    zone: ZoneInfo = OFFICE_ZONE
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY  # as date.weekday(): 0 is Monday
    holidays: Mapping[date, str] = field(default_factory=dict)
    makeup_workdays: frozenset[date] = frozenset()
    confirmed_years: frozenset[int] = frozenset()
    """Years whose official notice is in; in others, days may still move."""
    hours: tuple[tuple[time, time], ...] = OFFICE_HOURS  # of a workday: from, until; in order
    own_hours: Mapping[date, tuple[tuple[time, time], ...]] = field(default_factory=dict)
    """Of single days: half days, shortened ones."""
    departments: Mapping[str, WorkingCalendar] = field(default_factory=dict)
    """Of those departments that have days of their own."""

    def of(self, department: str | None) -> WorkingCalendar:
        """The calendar of a department; without days of its own the company's."""
        return self.departments.get(department, self) if department else self

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day; of a moment, the day in the calendar's zone."""
        day = self._local_day(day)
        if day in self.makeup_workdays:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays

    def add_workdays(self, moment: datetime, count: int) -> datetime:
        """The same clock time `count` working days later (earlier when negative).

        Day 1 is the first working day after the moment's own day. The result has the moment's
        zone. Raises LimitExceeded beyond 2,000 working days.
        """
        local = moment.astimezone(self.zone)
        day = self.add_workdays_to_day(local.date(), count)
        return local.replace(year=day.year, month=day.month, day=day.day).astimezone(moment.tzinfo)

    def add_workdays_to_day(self, day: date, count: int) -> date:
        """As add_workdays, for a day."""
        if abs(count) > MAX_WORKDAYS:
            raise LimitExceeded(
                f"最多推算 {MAX_WORKDAYS} 个工作日", f"Expected at most {MAX_WORKDAYS} working days"
            )
        step = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def add_working_time(self, moment: datetime, length: timedelta) -> datetime:
        """The moment when so much working time will have passed, in the moment's zone.

        Only the hours of workdays count; nothing is added to a moment outside them but the wait
        for the next ones. Raises LimitExceeded beyond 2,000 working days, and for less than
        nothing.
        """
        if length < timedelta():
            raise LimitExceeded("工作时间不能为负", "Expected a working time of at least nothing")
        day, left = moment.astimezone(self.zone).date(), length
        for _ in range(2 * MAX_WORKDAYS):
            for begins, ends in self.shifts(day):
                start = max(begins, moment.astimezone(UTC))
                if start < ends:
                    if left <= ends - start:
                        return (start + left).astimezone(moment.tzinfo)
                    left -= ends - start
            day += timedelta(days=1)
        raise LimitExceeded(
            f"最多推算 {MAX_WORKDAYS} 个工作日", f"Expected at most {MAX_WORKDAYS} working days"
        )

    def opens_at(self, moment: datetime) -> bool:
        """Whether work begins at the moment."""
        before = self.working_time_between(moment - _INSTANT, moment)
        return not before and bool(self.working_time_between(moment, moment + _INSTANT))

    def add_working_time_like(self, opens: bool, moment: datetime, length: timedelta) -> datetime:
        """As add_working_time, of two moments with the same working time before them the earlier
        one; `opens`: the later one, when people come, not when they left the evening before."""
        if not opens:
            return self.add_working_time(moment, length)
        return self.add_working_time(moment, length + _INSTANT) - _INSTANT

    def working_time_between(self, begins: datetime, ends: datetime) -> timedelta:
        """How much working time lies between two moments; none where the second is earlier.
        Raises LimitExceeded beyond 2,000 working days."""
        day, last = begins.astimezone(self.zone).date(), ends.astimezone(self.zone).date()
        if (last - day).days > 2 * MAX_WORKDAYS:
            raise LimitExceeded(
                f"最多推算 {MAX_WORKDAYS} 个工作日", f"Expected at most {MAX_WORKDAYS} working days"
            )
        worked = timedelta()
        while day <= last:
            for since, until in self.shifts(day):
                first, until_then = max(since, begins), min(until, ends)
                worked += max(timedelta(), until_then - first)
            day += timedelta(days=1)
        return worked

    def shifts(self, day: date) -> list[tuple[datetime, datetime]]:
        """From when until when people work on this day, in UTC and in order; none on a day off."""
        if not self.is_workday(day):
            return []
        return [
            (
                datetime.combine(day, begins, self.zone).astimezone(UTC),
                datetime.combine(day, ends, self.zone).astimezone(UTC),
            )
            for begins, ends in self.own_hours.get(day, self.hours)
        ]

    def is_unconfirmed_between(self, begins: datetime, ends: datetime) -> bool:
        """Whether the way from one moment to the other leads through a year that may still move.
        A calendar that knows no year at all says nothing."""
        if not self.confirmed_years:
            return False
        first, last = self._local_day(begins).year, self._local_day(ends).year
        return any(year not in self.confirmed_years for year in range(first, last + 1))

    def is_confirmed(self, day: date) -> bool:
        """Whether the official notice for the day's year is in."""
        return self._local_day(day).year in self.confirmed_years

    def _local_day(self, day: date) -> date:
        return day.astimezone(self.zone).date() if isinstance(day, datetime) else day
