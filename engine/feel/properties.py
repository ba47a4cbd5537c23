"""The fields that temporal values and ranges offer to paths (DMN 1.5, 10.3.2.15)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.core.values import Value, YearMonthDuration
from engine.feel.ranges import Range
from engine.feel.temporal import SECOND, offset_of

Reader = Callable[[Any], Value]


def _seconds(value: timedelta) -> int:
    return value // SECOND if value >= timedelta() else -(-value // SECOND)


def _part(seconds: int, size: int, unit: int) -> Decimal:
    """A part of a duration, with the sign of the duration."""
    part = abs(seconds) // unit % size
    return Decimal(-part if seconds < 0 else part)


def _zone(value: datetime | time) -> Value:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _second(value: datetime | time) -> Decimal:
    if value.microsecond == 0:
        return Decimal(value.second)
    return (Decimal(value.second) + Decimal(value.microsecond).scaleb(-6)).normalize()


_DATE: Final[Mapping[str, Reader]] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.isoweekday()),
}
_TIME: Final[Mapping[str, Reader]] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": _second,
    "time offset": offset_of,
    "timezone": _zone,
}
_MONTHS: Final[Mapping[str, Reader]] = {
    "years": lambda value: Decimal(int(value.months / 12)),
    "months": lambda value: _part(value.months, 12, 1),
}
_DAYS: Final[Mapping[str, Reader]] = {
    "days": lambda value: _part(_seconds(value), 10**12, 86_400),
    "hours": lambda value: _part(_seconds(value), 24, 3_600),
    "minutes": lambda value: _part(_seconds(value), 60, 60),
    "seconds": lambda value: _part(_seconds(value), 60, 1),
}
_RANGE: Final[Mapping[str, Reader]] = {
    "start": lambda value: value.start,
    "end": lambda value: value.end,
    "start included": lambda value: value.start_included,
    "end included": lambda value: value.end_included,
}

PROPERTIES: Final[Mapping[type, Mapping[str, Reader]]] = {
    date: _DATE,
    datetime: {**_DATE, **_TIME},
    time: _TIME,
    timedelta: _DAYS,
    YearMonthDuration: _MONTHS,
    Range: _RANGE,
}
