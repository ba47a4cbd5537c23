"""The extension functions of working time over a calendar: days, hours, and whether one works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from engine.core.calendar import WorkingCalendar
from engine.core.values import Value
from engine.errors import LimitExceeded
from engine.feel.errors import FeelLimitError, FeelTypeError
from engine.feel.functions import Extension


def working_time(calendar: WorkingCalendar | None) -> dict[str, Extension]:
    """The functions by name. Without a calendar they can be compiled, and refuse to be called."""
    return {
        "workdays after": Extension(
            ("moment", "n", "department"), partial(_workdays_after, calendar)
        ),
        "working time after": Extension(
            ("moment", "d", "department"), partial(_time_after, calendar)
        ),
        "is workday": Extension(("date", "department"), partial(_is_workday, calendar)),
    }


def _workdays_after(
    calendar: WorkingCalendar | None, moment: Value, days: Value, department: Value
) -> Value:
    known = _known(calendar, department)
    whole = isinstance(days, Decimal) and days == days.to_integral_value()
    if not whole or not isinstance(moment, date):
        zh = "workdays after 需要日期（或日期时间）和整数"
        raise FeelTypeError(zh, "Expected workdays after to get a date and a whole number")
    add = known.add_workdays if isinstance(moment, datetime) else known.add_workdays_to_day
    return _within_bounds(lambda: add(_zoned(moment, known), int(days)))


def _time_after(
    calendar: WorkingCalendar | None, moment: Value, length: Value, department: Value
) -> Value:
    known = _known(calendar, department)
    if not isinstance(moment, datetime) or not isinstance(length, timedelta):
        zh = "working time after 需要日期时间和时长（天、时、分、秒）"
        en = "Expected working time after to get a date and time and a days and time duration"
        raise FeelTypeError(zh, en)
    return _within_bounds(lambda: known.add_working_time(_zoned(moment, known), length))


def _within_bounds(add: Callable[[], date]) -> date:
    try:
        return add()
    except LimitExceeded as error:
        raise FeelLimitError(error.text.zh, error.text.en) from error
    except OverflowError as error:
        zh = "日期超出公元 1 年到 9999 年"
        raise FeelTypeError(zh, "Expected a date in the years 1 to 9999") from error


def _is_workday(calendar: WorkingCalendar | None, day: Value, department: Value) -> Value:
    known = _known(calendar, department)
    if not isinstance(day, date):
        raise FeelTypeError("is workday 需要日期", "Expected is workday to get a date")
    return known.is_workday(_zoned(day, known))


def _known(calendar: WorkingCalendar | None, department: Value) -> WorkingCalendar:
    """Of the department, where one is named that has days of its own."""
    if calendar is None:
        raise FeelTypeError("没有工作日历", "Expected a working calendar, got none")
    if department is None or isinstance(department, str):
        return calendar.of(department)
    raise FeelTypeError("部门应为文本", "Expected the id of a department")


def _zoned(moment: date, calendar: WorkingCalendar) -> Any:
    if not isinstance(moment, datetime) or moment.tzinfo:
        return moment
    return moment.replace(tzinfo=calendar.zone)
