"""Conversion functions and `not` (DMN 1.5, 10.3.4.1 and 10.3.4.2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Final

from engine.core.values import Value, YearMonthDuration
from engine.feel.builtins.registry import builtin, way
from engine.feel.errors import Undefined
from engine.feel.functions import Function
from engine.feel.numbers import read_number, write_number
from engine.feel.ranges import Range
from engine.feel.runtime import Runtime
from engine.feel.temporal import (
    make_date,
    make_months,
    make_time,
    read_date,
    read_datetime,
    read_duration,
    read_time,
    write_datetime,
    write_days,
    write_time,
    zone_named,
    zone_of_offset,
)

_NUMBER: Final = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_SEPARATORS: Final = (" ", ",", ".")

STRING = builtin(
    "string",
    clause="10.3.4.1",
    zh="把任何值转换为文本",
    en="Converts any value to a string",
    examples=(
        ("string(1.1)", '"1.1"'),
        ("string(true)", '"true"'),
        ('string(date("2026-11-22"))', '"2026-11-22"'),
        ('string([1, "a"])', r'"[1, \"a\"]"'),
        ("string(null)", "null"),
    ),
)


@way(STRING, "from: any", clocked=True)
def _string(runtime: Runtime, value: Value) -> Value:
    return value if type(value) is str or value is None else write(value, runtime)


def write(value: Value, runtime: Runtime) -> str:
    """The text of a value; strings inside lists and contexts are quoted."""
    runtime.spend(1)
    simple = _SIMPLE.get(type(value))
    if simple is not None:
        return simple(value)
    if type(value) is list:
        parts = [write(item, runtime) for item in value]
        return _bounded("[", parts, "]", runtime)
    if type(value) is dict:
        parts = [f"{_key(name)}: {write(item, runtime)}" for name, item in value.items()]
        return _bounded("{", parts, "}", runtime)
    if isinstance(value, Range):
        return _write_range(value, runtime)
    return "function" if isinstance(value, Function) else ""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_SIMPLE: Final[dict[type, Callable[[Value], str]]] = {
    type(None): lambda _value: "null",
    str: _quoted,
    bool: lambda value: "true" if value else "false",
    Decimal: write_number,
    int: str,
    datetime: write_datetime,
    date: date.isoformat,
    time: write_time,
    timedelta: write_days,
    YearMonthDuration: str,
}


def _bounded(opening: str, parts: list[str], closing: str, runtime: Runtime) -> str:
    runtime.check_size(text := opening + ", ".join(parts) + closing)
    return text


def _key(name: str) -> str:
    return name if name.replace(" ", "").replace("_", "").isalnum() else _quoted(name)


def _write_range(value: Range, runtime: Runtime) -> str:
    if value.start is None and value.end is not None:
        return f"(<{'=' if value.end_included else ''}{write(value.end, runtime)})"
    if value.end is None and value.start is not None:
        return f"(>{'=' if value.start_included else ''}{write(value.start, runtime)})"
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{opening}{write(value.start, runtime)}..{write(value.end, runtime)}{closing}"


NUMBER = builtin(
    "number",
    clause="10.3.4.1",
    zh="把文本转换为数字，可指定千位分隔符和小数点",
    en="Converts a string to a number, with optional grouping and decimal separators",
    examples=(
        ('number("12.5")', "12.5"),
        ('number("1 000,0", " ", ",")', "1000.0"),
        ('number("1,000.5", ",", ".")', "1000.5"),
        ('number("abc")', "null"),
    ),
)


@way(NUMBER, "from: string")
def _number(text: str) -> Value:
    if not _NUMBER.fullmatch(text.strip()):
        raise Undefined(f"“{text[:40]}”不是数字", f"Expected a number, got {text[:40]!r}")
    return read_number(text.strip())


@way(NUMBER, "from: string, grouping separator: any")
@way(NUMBER, "from: string, grouping separator: any, decimal separator: any")
def _grouped_number(text: str, grouping: Value, point: Value = None) -> Value:
    if grouping not in (None, *_SEPARATORS) or point not in (None, ".", ","):
        raise Undefined("分隔符无效", "Expected separators among space, comma and period")
    if grouping is not None and grouping == point:
        raise Undefined("两个分隔符不能相同", "Expected two different separators")
    plain = text if grouping is None else text.replace(grouping, "")
    if point is not None and point != ".":
        if "." in plain:
            raise Undefined(f"“{text[:40]}”不是数字", f"Expected a number, got {text[:40]!r}")
        plain = plain.replace(point, ".")
    return _number(plain)


NOT = builtin(
    "not",
    clause="10.3.4.2",
    zh="逻辑否定；不是布尔值时为空",
    en="Logical negation; null for anything but a boolean",
    examples=(("not(true)", "false"), ("not(false)", "true"), ("not(null)", "null")),
)


@way(NOT, "negand: any")
def _not(value: Value) -> Value:
    if type(value) is list and len(value) == 1:
        value = value[0]
    if value is None:
        return None
    if type(value) is not bool:
        raise Undefined("not 的参数应为布尔值", "Expected a boolean for 'not'")
    return not value


DATE = builtin(
    "date",
    clause="10.3.4.1",
    zh="由文本、日期时间或年月日得到日期",
    en="A date from a string, a date and time, or year, month and day",
    examples=(
        ('date("2026-11-22")', '@"2026-11-22"'),
        ("date(2026, 11, 22)", '@"2026-11-22"'),
        ('date(date and time("2026-11-22T08:00:00"))', '@"2026-11-22"'),
        ('date("2026-02-30")', "null"),
    ),
)


@way(DATE, "from: any")
def _date(value: Value) -> Value:
    if type(value) is str:
        return read_date(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise Undefined("date 的参数应为文本或日期", "Expected a string or a date")


@way(DATE, "year: number, month: number, day: number")
def _date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> Value:
    return make_date(int_of(year), int_of(month), int_of(day))


def int_of(number: Decimal) -> int:
    """The number as a whole one. Raises Undefined if it is not, or is beyond any use."""
    if number != number.to_integral_value() or abs(number) > 10**12:
        raise Undefined(f"{number} 不是整数", f"Expected a whole number, got {number}")
    return int(number)


def cut(number: Decimal) -> int:
    """The number without its fraction, for positions and scales. Raises Undefined."""
    return int_of(number.to_integral_value(ROUND_DOWN))


TIME = builtin(
    "time",
    clause="10.3.4.1",
    zh="由文本、日期时间或时分秒（可带时差）得到时间",
    en="A time from a string, a date and time, or hour, minute, second and optional offset",
    examples=(
        ('time("08:30:00")', '@"08:30:00"'),
        ("time(8, 30, 0)", '@"08:30:00"'),
        ('time(8, 30, 0, duration("PT8H"))', '@"08:30:00+08:00"'),
        ('time(date and time("2026-11-22T08:30:00"))', '@"08:30:00"'),
    ),
)


@way(TIME, "from: any")
def _time(value: Value) -> Value:
    if type(value) is str:
        return read_time(value)
    if isinstance(value, datetime):
        return value.timetz()
    if isinstance(value, time):
        return value
    if type(value) is date:
        return read_time("00:00:00Z")
    raise Undefined("time 的参数应为文本或时间", "Expected a string or a time")


@way(TIME, "hour: number, minute: number, second: number, offset?: any")
def _time_of_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: Value = None) -> Value:
    if offset is not None and not isinstance(offset, timedelta):
        raise Undefined("时差应为天时时长", "Expected a days and time duration as offset")
    if not 0 <= second < 60:
        raise Undefined("秒应在 0 到 60 之间", "Expected seconds between 0 and 60")
    zone = None if offset is None else zone_of_offset(offset)
    return make_time(int_of(hour), int_of(minute), second, zone)


DATE_AND_TIME = builtin(
    "date and time",
    clause="10.3.4.1",
    zh="由文本、日期与时间、或各部分得到日期时间",
    en="A date and time from a string, from a date and a time, or from its parts",
    examples=(
        ('date and time("2026-11-22T08:30:00Z")', '@"2026-11-22T08:30:00Z"'),
        ('date and time(date("2026-11-22"), time("08:30:00"))', '@"2026-11-22T08:30:00"'),
        ("date and time(2026, 11, 22, 8, 30, 0)", '@"2026-11-22T08:30:00"'),
    ),
)


@way(DATE_AND_TIME, "from: any")
def _date_and_time(value: Value) -> Value:
    if type(value) is str:
        return read_datetime(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    raise Undefined("参数应为文本或日期时间", "Expected a string or a date and time")


@way(DATE_AND_TIME, "date: calendar, time: time")
def _combined(day: date, clock: time) -> Value:
    return datetime.combine(day.date() if isinstance(day, datetime) else day, clock)


_PARTS: Final = "year: number, month: number, day: number, hour: number, minute: number"


@way(DATE_AND_TIME, f"{_PARTS}, second: number, offset?: days")
@way(DATE_AND_TIME, f"{_PARTS}, second: number, timezone: string")
def _datetime_of_parts(*parts: Value) -> Value:
    zone_part = parts[6] if len(parts) > 6 else None
    zone = None
    if isinstance(zone_part, timedelta):
        zone = zone_of_offset(zone_part)
    elif zone_part is not None:
        zone = zone_named(zone_part)
    if not 0 <= parts[5] < 60:
        raise Undefined("秒应在 0 到 60 之间", "Expected seconds between 0 and 60")
    clock = make_time(int_of(parts[3]), int_of(parts[4]), parts[5], zone)
    return datetime.combine(_date_of_parts(*parts[:3]), clock)


DURATION = builtin(
    "duration",
    clause="10.3.4.1",
    zh="由文本得到时长：天时（P3DT2H）或年月（P1Y2M）",
    en="A duration from a string: days and time (P3DT2H) or years and months (P1Y2M)",
    examples=(
        ('duration("P3DT2H").hours', "2"),
        ('duration("P1Y2M").months', "2"),
        ('duration("P26M") = duration("P2Y2M")', "true"),
        ('duration("abc")', "null"),
    ),
)


@way(DURATION, "from: any")
def _duration(value: Value) -> Value:
    if type(value) is str:
        return read_duration(value)
    if isinstance(value, timedelta | YearMonthDuration):
        return value
    raise Undefined("duration 的参数应为文本", "Expected a string for 'duration'")


MONTHS_BETWEEN = builtin(
    "years and months duration",
    clause="10.3.4.1",
    zh="两个日期之间的整年整月",
    en="The whole years and months between two dates",
    examples=(
        (
            'years and months duration(date("2025-01-31"), date("2026-11-22"))',
            '@"P1Y9M"',
        ),
    ),
)


@way(MONTHS_BETWEEN, "from: calendar, to: calendar")
def _months_between(start: date, end: date) -> Value:
    months = (end.year - start.year) * 12 + end.month - start.month
    early, late = _within_month(start), _within_month(end)
    if months > 0 and late < early:
        months -= 1
    elif months < 0 and late > early:
        months += 1
    return make_months(months)


def _within_month(value: date) -> tuple[int, time]:
    clock = value.time() if isinstance(value, datetime) else time()
    return value.day, clock
