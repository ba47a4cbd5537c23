"""ISO 8601 durations, and how they move a moment: dates by the calendar, times exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Final

from engine.core.values import Value, YearMonthDuration
from engine.feel.errors import Undefined
from engine.feel.temporal import add_months

_NUMBER: Final = r"([0-9]{1,15}(?:[.,][0-9]{1,9})?)"
_SPAN: Final = re.compile(
    rf"([+-]?)P(?=[0-9T])(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
_UNIT_SECONDS: Final = (604_800, 86_400, 3_600, 60, 1)
_MICRO: Final = timedelta(microseconds=1)


class NotATime(Exception):
    """The value is of no use as a date, duration or cycle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A duration: months and days as the calendar counts them, and an exact rest."""

    months: int = 0
    days: int = 0
    rest: timedelta = timedelta()

    def times(self, count: int) -> Span:
        """So many of them in a row. Raises NotATime beyond what a duration can hold."""
        try:
            return Span(months=self.months * count, days=self.days * count, rest=self.rest * count)
        except OverflowError as error:
            raise NotATime from error

    def after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The moment so much later, UTC. Raises NotATime outside the years 1 to 9999.

        Months and days keep the clock time of the zone; a day that the month does not have is
        its last day. A clock time that the zone skips is as much later as the clock was put
        forward, one that comes twice is the first.
        """
        try:
            if self.months or self.days:
                moment = self._by_calendar(moment.astimezone(zone)).astimezone(UTC)
            return (moment + self.rest).astimezone(UTC)
        except (OverflowError, ValueError, Undefined) as error:
            raise NotATime from error

    def _by_calendar(self, local: datetime) -> datetime:
        day = add_months(local.date(), self.months) + timedelta(days=self.days)
        return local.replace(year=day.year, month=day.month, day=day.day, fold=0)

    def __str__(self) -> str:
        micros = self.rest // _MICRO
        sign = "-" if self.months < 0 or self.days < 0 or micros < 0 else ""
        seconds, micro = divmod(abs(micros), 1_000_000)
        fraction = f".{micro:06}".rstrip("0") if micro else ""
        return f"{sign}P{abs(self.months)}M{abs(self.days)}DT{seconds}{fraction}S"


def read_span(text: str) -> Span:
    """ISO 8601 with years, months, weeks, days, hours, minutes and seconds, all of them optional;
    the last number may have a fraction if it is one of weeks or less. Raises NotATime."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise NotATime
    sign = -1 if match[1] == "-" else 1
    numbers = [Decimal((part or "0").replace(",", ".")) for part in match.groups()[1:]]
    written = [place for place, part in enumerate(match.groups()[1:]) if part is not None]
    if any(numbers[place] % 1 for place in written[:-1]) or numbers[0] % 1 or numbers[1] % 1:
        raise NotATime
    return _span(numbers).times(sign)


def _span(numbers: list[Decimal]) -> Span:
    years, months, weeks, days, *clock = numbers
    whole_days = int(weeks) * 7 + int(days)
    rest = [weeks % 1, days % 1, *clock]
    seconds = sum(
        (number * unit for number, unit in zip(rest, _UNIT_SECONDS, strict=True)), Decimal()
    )
    try:
        exact = timedelta(microseconds=int(seconds * 1_000_000))
    except OverflowError as error:
        raise NotATime from error
    return Span(months=int(years) * 12 + int(months), days=whole_days, rest=exact)


def span_of(value: Value) -> Span:
    """The span of ISO text or of a FEEL duration, whose days are exactly 24 hours.

    Raises NotATime for anything else.
    """
    if isinstance(value, timedelta):
        return Span(rest=value)
    if isinstance(value, YearMonthDuration):
        return Span(months=value.months)
    if type(value) is str:
        return read_span(value.strip())
    raise NotATime
