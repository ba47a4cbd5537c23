"""Date and time functions: the recorded clock, and places in week, month and year (10.3.4.8)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from engine.core.values import Value
from engine.feel.builtins.registry import builtin, way
from engine.feel.errors import Undefined
from engine.feel.runtime import Runtime
from engine.feel.temporal import days_in_month

CLAUSE = "10.3.4.8"
_DAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _now(runtime: Runtime) -> datetime:
    if runtime.now is None:
        raise Undefined("这次计算没有给出当前时间", "Expected a recorded current time, got none")
    return runtime.now if runtime.now.tzinfo else runtime.now.replace(tzinfo=UTC)


NOW = builtin(
    "now",
    clause="10.3.4.11",
    zh="记录在案的当前日期时间",
    en="The recorded current date and time",
    examples=(('now() > date and time("2026-01-01T00:00:00Z")', "true"),),
)
way(NOW, "", clocked=True)(_now)

TODAY = builtin(
    "today",
    clause="10.3.4.11",
    zh="记录在案的当前日期",
    en="The recorded current date",
    examples=(("today() = date(now())", "true"),),
)
way(TODAY, "", clocked=True)(lambda runtime: _now(runtime).date())

DAY_OF_YEAR = builtin(
    "day of year",
    clause=CLAUSE,
    zh="一年中的第几天",
    en="The number of the day within the year",
    examples=(("day of year(date(2019, 9, 17))", "260"),),
)
way(DAY_OF_YEAR, "date: calendar")(lambda day: Decimal(day.timetuple().tm_yday))

DAY_OF_WEEK = builtin(
    "day of week",
    clause=CLAUSE,
    zh="星期几的英文名",
    en="The English name of the day of the week",
    examples=(("day of week(date(2019, 9, 17))", '"Tuesday"'),),
)
way(DAY_OF_WEEK, "date: calendar")(lambda day: _DAYS[day.weekday()])

MONTH_OF_YEAR = builtin(
    "month of year",
    clause=CLAUSE,
    zh="月份的英文名",
    en="The English name of the month",
    examples=(("month of year(date(2019, 9, 17))", '"September"'),),
)
way(MONTH_OF_YEAR, "date: calendar")(lambda day: _MONTHS[day.month - 1])

WEEK_OF_YEAR = builtin(
    "week of year",
    clause=CLAUSE,
    zh="ISO 8601 的第几周",
    en="The ISO 8601 week number",
    examples=(
        ("week of year(date(2019, 9, 17))", "38"),
        ("week of year(date(2005, 1, 1))", "53"),
    ),
)


@way(WEEK_OF_YEAR, "date: calendar")
def _week(day: date) -> Value:
    return Decimal(day.isocalendar().week)


LAST_DAY = builtin(
    "last day of month",
    clause="extension",
    zh="当月的最后一天",
    en="The last day of the month",
    examples=(('last day of month(date("2024-02-10"))', '@"2024-02-29"'),),
)


@way(LAST_DAY, "date: calendar")
def _last_day(day: date) -> Value:
    return date(day.year, day.month, days_in_month(day))
