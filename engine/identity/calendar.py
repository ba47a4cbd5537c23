"""Reads calendar.yaml: working hours, and holidays and make-up workdays by year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.core.calendar import OFFICE_HOURS, WorkingCalendar
from engine.errors import Text
from engine.identity.own_days import OwnDays
from engine.identity.yaml_file import read_yaml, refused

FILE: Final = "calendar.yaml"
_WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_HOURS: Final = re.compile(r"((?:[01][0-9]|2[0-3]):[0-5][0-9])-((?:[01][0-9]|2[0-3]):[0-5][0-9])")
_YEAR_KEYS: Final = frozenset({"confirmed", "holidays", "makeup_workdays"})


def read_calendar(data: bytes) -> WorkingCalendar:
    """The calendar in the file. Raises DeploymentRefused with every finding."""
    content = read_yaml(data, file=FILE)
    reader = _Reader()
    calendar = reader.read(content)
    if reader.reasons:
        raise refused(FILE, reader.reasons)
    return calendar


class _Reader:
    def __init__(self) -> None:
        self.reasons: list[Text] = []
        self.holidays: dict[date, str] = {}
        self.makeup: set[date] = set()
        self.confirmed: set[int] = set()

    def read(self, content: dict[str, Any]) -> WorkingCalendar:
        known = frozenset({"zone", "weekend", "hours", "years", "days", "departments"})
        self._only(content, known, "calendar")
        years = content.get("years")
        if not isinstance(years, dict) or not years:
            self._wrong("years 应为各年份的日历", "Expected years: a mapping of years")
            years = {}
        for year, entry in years.items():
            self._year(year, entry)
        calendar = WorkingCalendar(
            zone=self._zone(content.get("zone")),
            weekend=self._weekend(content.get("weekend")),
            holidays=self.holidays,
            makeup_workdays=frozenset(self.makeup),
            confirmed_years=frozenset(self.confirmed),
            hours=self._hours(content["hours"]) if "hours" in content else OFFICE_HOURS,
        )
        own = OwnDays(self._wrong, self._hours)
        company = own.read(calendar, content.get("days", {}), "days")
        departments = content.get("departments", {})
        if not isinstance(departments, dict) or not all(isinstance(d, str) for d in departments):
            self._wrong("departments 应为“部门: 日子”", "Expected departments: department: days")
            departments = {}
        return replace(
            company,
            departments={
                name: own.read(company, days, f"departments.{name}")
                for name, days in departments.items()
            },
        )

    def _wrong(self, zh: str, en: str) -> None:
        self.reasons.append(Text(zh=zh, en=en))

    def _only(self, entry: dict[str, Any], known: frozenset[str], where: str) -> None:
        for name in sorted(map(str, entry.keys() - known)):
            self._wrong(f"{where} 有不认识的 {name}", f"Expected no {name!r} in {where}")

    def _zone(self, name: Any) -> ZoneInfo:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, TypeError, ValueError, OSError):
            self._wrong(f"未知时区 {name!r}", f"Expected a time zone, got {name!r}")
            return ZoneInfo("Asia/Shanghai")

    def _weekend(self, names: Any) -> frozenset[int]:
        known = isinstance(names, list) and all(name in _WEEKDAYS for name in names)
        if not known or len(set(names)) > 6:
            self._wrong("weekend 应为星期名列表", f"Expected weekday names, got {names!r}")
            return frozenset()
        return frozenset(_WEEKDAYS.index(name) for name in names)

    def _hours(self, written: Any) -> tuple[tuple[time, time], ...]:
        """`["09:00-12:00", "13:00-18:00"]`, one after the other."""
        texts = written if isinstance(written, list) else [written]
        found = [_shift(text) for text in texts]
        clocks = [clock for shift in found if shift for clock in shift]
        if not clocks or None in found or any(a >= b for a, b in pairwise(clocks)):
            self._wrong(
                f'hours 应为依次的时段，如 ["09:00-12:00", "13:00-18:00"]，实际为 {written!r}',
                f'Expected hours such as ["09:00-12:00", "13:00-18:00"], got {written!r}',
            )
            return OFFICE_HOURS
        return tuple(shift for shift in found if shift)

    def _year(self, year: Any, entry: Any) -> None:
        if not isinstance(year, int) or not isinstance(entry, dict):
            self._wrong(f"年份 {year!r} 无效", f"Expected a year with its days, got {year!r}")
            return
        self._only(entry, _YEAR_KEYS, str(year))
        if not isinstance(entry.get("confirmed"), bool):
            self._wrong(f"{year} 年缺少 confirmed", f"Expected confirmed: true or false in {year}")
        elif entry["confirmed"]:
            self.confirmed.add(year)
        self.holidays |= self._days(year, entry.get("holidays", {}))
        self.makeup |= self._days(year, entry.get("makeup_workdays", {})).keys()
        for day in sorted(self.holidays.keys() & self.makeup):
            if day.year == year:
                self._wrong(f"{day} 既放假又上班", f"Expected {day} only in one list")

    def _days(self, year: int, days: Any) -> dict[date, str]:
        if not isinstance(days, dict):
            self._wrong(f"{year} 年应为“日期: 名称”", f"Expected date: name in {year}")
            return {}
        found = {}
        for day, name in days.items():
            if type(day) is not date or isinstance(day, datetime) or day.year != year:
                self._wrong(f"{day!r} 不是 {year} 年的日期", f"Expected a date, got {day!r}")
            else:
                found[day] = str(name)
        return found


def _shift(text: Any) -> tuple[time, time] | None:
    match = _HOURS.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    return time.fromisoformat(match[1]), time.fromisoformat(match[2])
