"""Cron: five fields from the minute, or six with the second first; names, steps, lists, `L`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import takewhile
from typing import Final

from engine.feel.errors import Undefined
from engine.feel.temporal import days_in_month, zone_named
from engine.timing.local import ZONE
from engine.timing.span import NotATime

_ZONED: Final = re.compile(r"(?:CRON_TZ|TZ)=(\S+)\s+(.+)")
_PART: Final = re.compile(r"(?:(\*)|(\w+)(?:-(\w+))?)(?:/([0-9]{1,4}))?", re.ASCII)
_MONTHS: Final = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_DAYS: Final = "SUN MON TUE WED THU FRI SAT".split()
_MACROS: Final = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_LAST: Final = 0
"""In the days of the month: its last day."""
_LONGEST: Final = 500
_YEARS: Final = 9
"""No date is farther away than the next 29 February, eight years where 1900 or 2100 is between."""
_SHIFT: Final = timedelta(hours=3)
"""No zone puts its clock back by more within what is planned here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    low: int
    high: int
    names: tuple[str, ...] = ()
    first: int = 0  # the number of the first name


_SECOND = _Field(low=0, high=59)
_MINUTE = _Field(low=0, high=59)
_HOUR = _Field(low=0, high=23)
_DAY = _Field(low=1, high=31)
_MONTH = _Field(low=1, high=12, names=tuple(_MONTHS), first=1)
_WEEKDAY = _Field(low=0, high=7, names=tuple(_DAYS))
_FIELDS: Final = (_SECOND, _MINUTE, _HOUR, _DAY, _MONTH, _WEEKDAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """Clock times of a zone. Where both days are restricted, either one is enough."""

    text: str
    zone: tzinfo
    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int] | None  # None: every day
    months: frozenset[int]
    weekdays: frozenset[int] | None  # 0 is Sunday; None: every weekday

    def after(self, moment: datetime) -> datetime:
        """The first moment later than this one, UTC. Raises NotATime when there is none.

        A clock time that the zone skips is as much later as the clock was put forward. One that
        comes twice is the first; only where every hour is meant, both.
        """
        local = moment.astimezone(self.zone)
        every_hour = len(self.hours) == 24
        if every_hour and _clock_changes(moment, self.zone):
            return self._in_a_change(moment, local.replace(tzinfo=None))
        for wall in self._from(local.replace(tzinfo=None, fold=0)):
            found = wall.replace(tzinfo=self.zone).astimezone(UTC)
            if found > moment:
                return found
        raise NotATime

    def _in_a_change(self, moment: datetime, wall: datetime) -> datetime:
        near = takewhile(lambda one: one < wall + 2 * _SHIFT, self._from(wall - _SHIFT))
        found = [
            one.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)
            for one in near
            for fold in (0, 1)
        ]
        later = [one for one in found if one > moment]
        if later:
            return min(later)
        return self.after(moment + _SHIFT)

    def _from(self, wall: datetime) -> Iterator[datetime]:
        """Matching clock times from this one on, without their zone."""
        day = wall.date()
        clock = wall.time()
        end = date(min(day.year + _YEARS, 9999), 12, 31)
        while day <= end:
            if self._matches(day):
                yield from self._on(day, clock)
            if day == date.max:
                return
            day = day + timedelta(days=1) if day.month in self.months else _next_month(day)
            clock = time()

    def _matches(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        if self.days is None and self.weekdays is None:
            return True
        by_day = self.days is not None and (
            day.day in self.days or (_LAST in self.days and day.day == days_in_month(day))
        )
        by_weekday = self.weekdays is not None and day.isoweekday() % 7 in self.weekdays
        return by_day or by_weekday

    def _on(self, day: date, since: time) -> Iterator[datetime]:
        since = since.replace(microsecond=0)
        for hour in self.hours:
            if hour < since.hour:
                continue
            for minute in self.minutes:
                if (hour, minute) < (since.hour, since.minute):
                    continue
                clocks = (time(hour, minute, second) for second in self.seconds)
                yield from (datetime.combine(day, clock) for clock in clocks if clock >= since)


def _clock_changes(moment: datetime, zone: tzinfo) -> bool:
    try:
        offsets = {(moment + _SHIFT * part).astimezone(zone).utcoffset() for part in (-1, 0, 1)}
    except OverflowError:
        return False
    return len(offsets) > 1


def _next_month(day: date) -> date:
    if (day.year, day.month) == (date.max.year, 12):
        return date.max
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def read_cron(text: str, zone: tzinfo = ZONE) -> Cron:
    """A cron expression, after `CRON_TZ=Zone ` in that zone. Raises NotATime for what is none,
    and for days that never come."""
    whole = text.strip()
    if len(whole) > _LONGEST:
        raise NotATime
    zoned = _ZONED.fullmatch(whole)
    if zoned:
        try:
            zone = zone_named(zoned[1])
        except Undefined as error:
            raise NotATime from error
    fields = _macro(zoned[2] if zoned else whole).split()
    if len(fields) == len(_FIELDS) - 1:
        fields = ["0", *fields]
    if len(fields) != len(_FIELDS):
        raise NotATime
    cron = _cron(whole, zone, fields)
    cron.after(datetime(2024, 1, 1, tzinfo=UTC))
    return cron


def _macro(text: str) -> str:
    if not text.startswith("@"):
        return text
    if text.lower() not in _MACROS:
        raise NotATime
    return _MACROS[text.lower()]


def _cron(text: str, zone: tzinfo, fields: list[str]) -> Cron:
    seconds, minutes, hours, days, months, weekdays = fields
    return Cron(
        text=text,
        zone=zone,
        seconds=tuple(sorted(_numbers(seconds, _SECOND))),
        minutes=tuple(sorted(_numbers(minutes, _MINUTE))),
        hours=tuple(sorted(_numbers(hours, _HOUR))),
        days=None if days in ("*", "?") else frozenset(_month_days(days)),
        months=frozenset(_numbers(months, _MONTH)),
        weekdays=None
        if weekdays in ("*", "?")
        else frozenset(number % 7 for number in _numbers(weekdays, _WEEKDAY)),
    )


def _month_days(text: str) -> set[int]:
    parts = text.upper().split(",")
    rest = ",".join(part for part in parts if part != "L")
    found = _numbers(rest, _DAY) if rest else set()
    return found | {_LAST} if "L" in parts else found


def _numbers(text: str, field: _Field) -> set[int]:
    found: set[int] = set()
    for part in text.upper().split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise NotATime
        found.update(_range(match, field))
    return found


def _range(match: re.Match[str], field: _Field) -> range:
    star, first, last, step = match.groups()
    every = int(step) if step else 1
    if every < 1:
        raise NotATime
    if star:
        top = field.high if field is not _WEEKDAY else field.high - 1
        return range(field.low, top + 1, every)
    low = _number(first, field)
    high = _number(last, field) if last else (field.high if step else low)
    if high < low:
        raise NotATime
    return range(low, high + 1, every)


def _number(text: str, field: _Field) -> int:
    if text in field.names:
        return field.names.index(text) + field.first
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise NotATime
    number = int(text)
    if not field.low <= number <= field.high:
        raise NotATime
    return number
