"""Days that a company or a department sets itself: off, worked, or with hours of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Final

from engine.core.calendar import WorkingCalendar

OFF: Final = "off"
WORK: Final = "work"
HOURS: Final = "hours"
MAX_NAME: Final = 100
Shifts = tuple[tuple[time, time], ...]


class OwnDays:
    """Reads `2026-12-24: {off: 年会}`, `{work: 盘点}`, `{hours: ["09:00-12:00"]}`."""

    def __init__(self, wrong: Callable[[str, str], None], hours: Callable[[Any], Shifts]) -> None:
        self._wrong, self._hours = wrong, hours

    def read(self, calendar: WorkingCalendar, days: Any, where: str) -> WorkingCalendar:
        """The calendar with these days; what is not one of them is reported."""
        holidays, makeup = dict(calendar.holidays), set(calendar.makeup_workdays)
        own = dict(calendar.own_hours)
        given: Any = days.items() if isinstance(days, dict) else ((days, None),)
        for day, written in given:
            entry = _with_words(written)
            if not _is_day(day, entry):
                self._wrong(
                    f"{where} 中的 {day!r} 应为 日期: {{off 或 work: 名称}} 或 {{hours: [时段]}}",
                    f"Expected {day!r} in {where} as date: off or work with a name, or hours",
                )
                continue
            if OFF in entry:
                holidays[day] = str(entry[OFF])
                makeup.discard(day)
                own.pop(day, None)
            else:
                holidays.pop(day, None)
                makeup.add(day)
            if HOURS in entry:
                own[day] = self._hours(entry[HOURS])
        return replace(
            calendar, holidays=holidays, makeup_workdays=frozenset(makeup), own_hours=own
        )


def _with_words(entry: Any) -> Any:
    """YAML reads the bare word `off` as false."""
    if not isinstance(entry, dict):
        return entry
    return {OFF if name is False else name: value for name, value in entry.items()}


def _is_day(day: Any, entry: Any) -> bool:
    if type(day) is not date or isinstance(day, datetime) or not isinstance(entry, dict):
        return False
    if set(entry) not in ({OFF}, {WORK}, {HOURS}, {WORK, HOURS}):
        return False
    names = [entry[name] for name in (OFF, WORK) if name in entry]
    return all(isinstance(name, str) and len(name) <= MAX_NAME for name in names)
