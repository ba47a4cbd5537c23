"""When timer events are due: dates, durations and ISO 8601 cycles, in the company's time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from engine.core.definition import Element, TimerKind
from engine.core.state import IncidentKind
from engine.core.values import Value, YearMonthDuration
from engine.feel.errors import Undefined
from engine.feel.temporal import add_months, read_temporal
from engine.kernel.failures import Stuck
from engine.kernel.formula import shown

ZONE: Final = ZoneInfo("Asia/Shanghai")
_CYCLE: Final = re.compile(r"R(\d{0,9})(?:/([^/P].*))?/(P[^/]+)")
Period = timedelta | YearMonthDuration


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a timer is due first, how often again (-1: without end), and after which time."""

    due_at: datetime
    left: int = 0
    period: Period | None = None


def to_utc(value: datetime | date) -> datetime:
    """The moment in UTC; without a zone it is local, a date alone is its first instant."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return (value if value.tzinfo else value.replace(tzinfo=ZONE)).astimezone(UTC)


def later(moment: datetime, period: Period) -> datetime:
    """The moment after a period, in UTC; months count in the local calendar.

    Raises OverflowError beyond the year 9999.
    """
    if isinstance(period, timedelta):
        return (moment + period).astimezone(UTC)
    local = moment.astimezone(ZONE)
    try:
        day = add_months(local.date(), period.months)
    except Undefined as error:
        raise OverflowError(error.en) from error
    return to_utc(datetime.combine(day, local.time(), ZONE))


def schedule(kind: TimerKind, value: Value, now: datetime, element: Element) -> Schedule:
    """The schedule that a timer expression's value means. Raises Stuck (`timer`)."""
    try:
        return _SCHEDULES[kind](value, now)
    except (_Unfit, Undefined, OverflowError, ValueError) as error:
        zh, en = _EXPECTED[kind]
        raise Stuck(
            IncidentKind.TIMER,
            element,
            f"定时表达式应得到{zh},实际为 {shown(value)}",
            f"Expected the timer to give {en}, got {shown(value)}",
        ) from error


class _Unfit(Exception):
    """The value is of no use as a timer."""


def _read(value: Value) -> Value:
    return read_temporal(value) if type(value) is str else value


def _at(value: Value, now: datetime) -> Schedule:
    value = _read(value)
    if not isinstance(value, date):
        raise _Unfit
    return Schedule(due_at=to_utc(value))


def _after(value: Value, now: datetime) -> Schedule:
    value = _read(value)
    if not isinstance(value, timedelta | YearMonthDuration):
        raise _Unfit
    return Schedule(due_at=later(now, value))


def _every(value: Value, now: datetime) -> Schedule:
    match = _CYCLE.fullmatch(value) if type(value) is str else None
    if match is None:
        raise _Unfit
    period = _read(match[3])
    times = int(match[1]) if match[1] else -1
    if times == 0 or later(now, period) <= now:
        raise _Unfit
    start = _at(match[2], now).due_at if match[2] else later(now, period)
    return Schedule(due_at=start, left=times - 1 if times > 0 else -1, period=period)


_SCHEDULES: Final = {TimerKind.DATE: _at, TimerKind.DURATION: _after, TimerKind.CYCLE: _every}
_EXPECTED: Final = {
    TimerKind.DATE: ("日期或日期时间", "a date or a date and time"),
    TimerKind.DURATION: ("时长", "a duration"),
    TimerKind.CYCLE: ("如 R3/PT1H 的循环", "a cycle such as R3/PT1H"),
}
