"""Reading, writing and adding dates, times and durations (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.core.values import YearMonthDuration
from engine.feel.errors import Undefined

_DATE: Final = re.compile(r"(-?[0-9]{4,9})-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(Z|z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z][A-Za-z0-9_+/-]{0,63})?"
)
_MONTHS: Final = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,12})Y)?(?:([0-9]{1,12})M)?")
_DAYS: Final = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,12})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,15})H)?(?:([0-9]{1,15})M)?(?:([0-9]{1,15})(?:\.([0-9]{1,9}))?S)?)?"
)
_REFERENCE: Final = datetime(2000, 1, 1)  # naive on purpose: local time of any zone
_START: Final = datetime(1, 1, 1)
SECOND: Final = timedelta(seconds=1)
DAY: Final = timedelta(days=1)
MAX_MONTHS: Final = 12 * 10**10


def _unreadable(what_zh: str, what_en: str, text: str) -> Undefined:
    shown = text[:40]
    return Undefined(f"“{shown}”不是有效的{what_zh}", f"Expected a {what_en}, got {shown!r}")


def make_date(year: int, month: int, day: int) -> date:
    """A date. Raises Undefined outside the calendar or outside the years 1 to 9999."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise _unreadable("日期", "date", f"{year}-{month}-{day}") from error


def read_date(text: str) -> date:
    match = _DATE.fullmatch(text)
    if match is None or (len(match[1].lstrip("-")) > 4 and match[1].lstrip("-")[0] == "0"):
        raise _unreadable("日期", "date", text)
    return make_date(int(match[1]), int(match[2]), int(match[3]))


def zone_named(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _unreadable("时区", "time zone", name) from error


def zone_of_offset(offset: timedelta) -> tzinfo:
    if abs(offset) > timedelta(hours=18):
        raise _unreadable("时差", "time offset of at most 18 hours", str(offset))
    return UTC if not offset else timezone(offset)


def _read_zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    if text.startswith("@"):
        return zone_named(text[1:])
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    if minutes > 59 or (seconds and seconds[0] > 59):
        raise _unreadable("时差", "time offset", text)
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)
    return zone_of_offset(-offset if text[0] == "-" else offset)


def make_time(hour: int, minute: int, second: Decimal, zone: tzinfo | None) -> time:
    """A time of day; fractions of a second are cut after the microsecond."""
    seconds = int(second)
    micro = int((second - seconds) * 1_000_000)
    try:
        return time(hour, minute, seconds, micro, tzinfo=zone)
    except (ValueError, OverflowError) as error:
        raise _unreadable("时间", "time", f"{hour}:{minute}:{second}") from error


def read_time(text: str) -> time:
    match = _TIME.fullmatch(text)
    if match is None:
        raise _unreadable("时间", "time", text)
    second = Decimal(f"{match[3]}.{match[4] or 0}")
    return make_time(int(match[1]), int(match[2]), second, _read_zone(match[5]))


def read_datetime(text: str) -> datetime:
    """A date and time; a date alone stands for its first instant."""
    day, separator, clock = text.partition("T")
    if not separator:
        return datetime.combine(read_date(day), time())
    return datetime.combine(read_date(day), read_time(clock))


def read_duration(text: str) -> timedelta | YearMonthDuration:
    match = _MONTHS.fullmatch(text)
    if match is not None:
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return make_months(-months if match[1] else months)
    match = _DAYS.fullmatch(text)
    if match is None:
        raise _unreadable("时长", "duration", text)
    try:
        length = timedelta(
            days=int(match[2] or 0),
            hours=int(match[3] or 0),
            minutes=int(match[4] or 0),
            seconds=int(match[5] or 0),
            microseconds=int((match[6] or "").ljust(6, "0")[:6]),
        )
    except OverflowError as error:
        raise _unreadable("时长", "duration", text) from error
    return -length if match[1] else length


def make_months(months: int) -> YearMonthDuration:
    if abs(months) > MAX_MONTHS:
        raise Undefined("时长超出范围", "Expected a duration of at most 10 billion years")
    return YearMonthDuration(months)


def read_temporal(text: str) -> date | time | datetime | timedelta | YearMonthDuration:
    """The value of an `@"..."` literal. Raises Undefined."""
    if text.startswith(("P", "-P")):
        return read_duration(text)
    if "T" in text and _DATE.match(text):
        return read_datetime(text)
    if _DATE.fullmatch(text):
        return read_date(text)
    return read_time(text)


def _write_zone(zone: tzinfo | None) -> str:
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo) and zone.key:
        return f"@{zone.key}"
    offset = zone.utcoffset(_REFERENCE) or timedelta()
    if not offset:
        return "Z"
    sign, seconds = ("-", -offset // SECOND) if offset < timedelta() else ("+", offset // SECOND)
    rest = f":{seconds % 60:02}" if seconds % 60 else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}{rest}"


def write_time(value: time) -> str:
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    if value.microsecond:
        text += f".{value.microsecond:06}".rstrip("0")
    return text + _write_zone(value.tzinfo)


def write_datetime(value: datetime) -> str:
    return f"{value.date().isoformat()}T{write_time(value.timetz())}"


def write_days(value: timedelta) -> str:
    """ISO form with days, hours, minutes and seconds, `PT0S` for nothing."""
    micro = value // timedelta(microseconds=1)
    sign, micro = ("-", -micro) if micro < 0 else ("", micro)
    seconds, micro = divmod(micro, 1_000_000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    fraction = f".{micro:06}".rstrip("0") if micro else ""
    clock = (f"{hour}H" if hour else "") + (f"{minute}M" if minute else "")
    clock += f"{second}{fraction}S" if second or micro else ""
    if not days and not clock:
        return "PT0S"
    return f"{sign}P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


def offset_of(value: datetime | time) -> timedelta | None:
    """The offset from UTC; of a time in a named zone, the offset on 1 January 2000."""
    if value.tzinfo is None:
        return None
    return value.tzinfo.utcoffset(value if isinstance(value, datetime) else _REFERENCE)


def instant(value: datetime) -> timedelta:
    """Time since the year 1 in UTC (local time if it has no zone); orders without overflow."""
    return value.replace(tzinfo=None) - _START - (offset_of(value) or timedelta())


def seconds_of_time(value: time) -> timedelta:
    """Time since midnight in UTC (local time if it has no zone)."""
    clock = timedelta(
        hours=value.hour,
        minutes=value.minute,
        seconds=value.second,
        microseconds=value.microsecond,
    )
    return clock - (offset_of(value) or timedelta())


def add_months(value: date, months: int) -> date:
    """The date (or date and time) so many months later; the day is cut to the month's last."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise _unreadable("日期", "date in the years 1 to 9999", f"{year}-{month + 1}")
    last = _days_in_month(year, month + 1)
    return value.replace(year=year, month=month + 1, day=min(value.day, last))


def _days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def days_in_month(value: date) -> int:
    return _days_in_month(value.year, value.month)


def shift(value: date | time, length: timedelta) -> date | time:
    """A date, date and time or time plus a days and time duration.

    A date counts from its midnight and stays a date; a time wraps around midnight.
    """
    try:
        if isinstance(value, datetime):
            return _shift_datetime(value, length)
        if isinstance(value, date):
            return (datetime.combine(value, time()) + length).date()
        moved = (datetime.combine(_REFERENCE, value.replace(tzinfo=None)) - _START + length) % DAY
        return (_START + moved).time().replace(tzinfo=value.tzinfo)
    except OverflowError as error:
        raise Undefined(
            "日期超出公元 1 年到 9999 年", "Expected a date in the years 1 to 9999"
        ) from error


def _shift_datetime(value: datetime, length: timedelta) -> datetime:
    if isinstance(value.tzinfo, ZoneInfo):
        return (value.astimezone(UTC) + length).astimezone(value.tzinfo)
    return value + length
