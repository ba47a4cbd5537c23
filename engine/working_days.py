"""Own days of the company and its departments: what a year looks like, and changing one day.

A change publishes the calendar anew: who did it when is recorded with the deployment, cases that
begin from then on count by it, and those under way keep the calendar that they are pinned to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final

import yaml

from engine.core.calendar import WorkingCalendar
from engine.errors import InvalidCommand

FILE: Final = "calendar.yaml"
USUAL: Final = "usual"
KINDS: Final = ("off", "work", "hours", USUAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day that is not as its weekday says."""

    day: date
    worked: bool
    name: str
    hours: tuple[tuple[time, time], ...] = ()  # only where they are not the usual ones


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChange:
    """One day of the company, or of a department: `off` and `work` with a name, `hours` such as
    `09:00-12:00`, or `usual`: no own day any more."""

    day: date
    kind: str
    name: str = ""
    hours: tuple[str, ...] = ()
    department: str = ""


def special_days(calendar: WorkingCalendar, year: int) -> Sequence[SpecialDay]:
    """The days of the year that are not as usual, in order."""
    if not 1900 <= year <= 2200:
        raise InvalidCommand("年份应在 1900 到 2200 之间", "Expected a year from 1900 to 2200")
    found = []
    day = date(year, 1, 1)
    while day.year == year:
        off, makeup = calendar.holidays.get(day), day in calendar.makeup_workdays
        hours = calendar.own_hours.get(day, ())
        if (off is not None and not makeup) or makeup or hours:
            name = off or ""
            worked = calendar.is_workday(day)
            found.append(SpecialDay(day=day, worked=worked, name=name, hours=hours))
        day += timedelta(days=1)
    return found


def with_day(content: bytes, change: DayChange) -> bytes:
    """The calendar's file with the day changed. Raises InvalidCommand for what is no change; that
    the file is right is seen when it is published."""
    if change.kind not in KINDS:
        expected = " / ".join(KINDS)
        raise InvalidCommand(f"kind 应为 {expected}", f"Expected a kind of {expected}")
    if bool(change.hours) is not (change.kind == "hours"):
        raise InvalidCommand("hours 只与时段同写", "Expected hours with the kind hours, only there")
    plain: dict[str, Any] = yaml.safe_load(content)
    days = _days(plain, change.department)
    if change.kind == USUAL:
        days.pop(change.day, None)
    elif change.kind == "hours":
        days[change.day] = {"hours": list(change.hours)}
    else:
        days[change.day] = {change.kind: change.name}
    for name in ("days", "departments"):
        if not plain.get(name):
            plain.pop(name, None)
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False).encode()


def _days(plain: dict[str, Any], department: str) -> dict[Any, Any]:
    if not department:
        found: dict[Any, Any] = plain.setdefault("days", {})
        return found
    own: dict[Any, Any] = plain.setdefault("departments", {}).setdefault(department, {})
    return own
