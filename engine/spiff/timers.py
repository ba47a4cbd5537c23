"""When timers and due dates fall due, worked out from the values of FEEL expressions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from engine.core.definition import TimerKind
from engine.core.values import Value, YearMonthDuration
from engine.feel.errors import Undefined
from engine.feel.temporal import add_months, read_temporal

ZONE: Final = ZoneInfo("Asia/Shanghai")
Length = timedelta | YearMonthDuration
ENDLESS: Final = -1


class NotATime(Exception):
    """The value is of no use as a date, duration or cycle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When a timer is due; `again` says how often more, every `every` (ENDLESS: without end)."""

    due_at: datetime
    again: int = 0
    every: Length | None = None

    def following(self) -> Plan | None:
        """The next turn of a cycle; None when there is none, or only beyond the calendar."""
        if self.again == 0 or self.every is None:
            return None
        try:
            due_at = after(self.due_at, self.every)
        except NotATime:
            return None
        left = self.again if self.again == ENDLESS else self.again - 1
        return Plan(due_at=due_at, again=left, every=self.every)


def as_utc(value: Value) -> datetime:
    """A date or a moment as UTC; what has no zone is office time. Raises NotATime."""
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, time.min)
    else:
        raise NotATime
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise NotATime from error


def after(moment: datetime, length: Value) -> datetime:
    """The moment so much later, UTC; months are those of the office's calendar.

    Raises NotATime for anything but a duration, and beyond the calendar.
    """
    try:
        if isinstance(length, timedelta):
            return (moment + length).astimezone(UTC)
        if isinstance(length, YearMonthDuration):
            local = moment.astimezone(ZONE)
            day = add_months(local.date(), length.months)
            return as_utc(datetime.combine(day, local.time(), ZONE))
    except (OverflowError, ValueError, Undefined) as error:
        raise NotATime from error
    raise NotATime


def plan(kind: TimerKind, value: Value, now: datetime) -> Plan:
    """What the value of a timer's expression means. Raises NotATime."""
    if kind is TimerKind.CYCLE:
        return _cycle(value, now)
    value = _parsed(value)
    if kind is TimerKind.DATE:
        return Plan(due_at=as_utc(value))
    return Plan(due_at=after(now, value))


def _parsed(value: Value) -> Value:
    if type(value) is not str:
        return value
    try:
        return read_temporal(value)
    except Undefined as error:
        raise NotATime from error


def _cycle(value: Value, now: datetime) -> Plan:
    """ISO 8601-1, 5.6: R<times>/<start>/<duration>; without start the first turn is one duration
    from now. The start may name its zone, which holds a slash."""
    repeat, _, rest = (value if type(value) is str else "").partition("/")
    start, slash, length = rest.rpartition("/")
    count = repeat[1:]
    if not repeat.startswith("R") or not length.startswith("P") or (slash and not start):
        raise NotATime
    if count and not (count.isascii() and count.isdigit() and len(count) < 10 and int(count)):
        raise NotATime
    every = _parsed(length)
    first = after(now, every)
    if first <= now or start.startswith("P"):
        raise NotATime
    if start:
        first = as_utc(_parsed(start))
    return Plan(due_at=first, again=int(count) - 1 if count else ENDLESS, every=every)
