"""Working time by the official schedules of 2024 to 2026, and the laws of counting in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.calendar import OFFICE_ZONE, WorkingCalendar
from engine.core.deadlines import resumed
from engine.identity.calendar import read_calendar
from engine.paths import processes_dir
from tools.calendar_years import lines


def span(year: int, first: str, last: str) -> set[date]:
    begins, ends = (date.fromisoformat(f"{year}-{day}") for day in (first, last))
    return {begins + timedelta(days=n) for n in range((ends - begins).days + 1)}


# 国务院办公厅关于节假日安排的通知: every period off and every weekend day that is worked.
OFFICIAL = {
    2024: (
        [("01-01", "01-01"), ("02-10", "02-17"), ("04-04", "04-06"), ("05-01", "05-05"),
         ("06-08", "06-10"), ("09-15", "09-17"), ("10-01", "10-07")],
        ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    ),
    2025: (
        [("01-01", "01-01"), ("01-28", "02-04"), ("04-04", "04-06"), ("05-01", "05-05"),
         ("05-31", "06-02"), ("10-01", "10-08")],
        ["01-26", "02-08", "04-27", "09-28", "10-11"],
    ),
    2026: (
        [("01-01", "01-03"), ("02-15", "02-23"), ("04-04", "04-06"), ("05-01", "05-05"),
         ("06-19", "06-21"), ("09-25", "09-27"), ("10-01", "10-07")],
        ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
    ),
}  # fmt: skip
CALENDAR = read_calendar("\n".join(lines([2024, 2025, 2026, 2027])).encode())
SHIPPED = read_calendar((processes_dir() / "calendar.yaml").read_bytes())


@pytest.mark.parametrize(
    ("calendar", "year"),
    [(CALENDAR, 2024), (CALENDAR, 2025), (CALENDAR, 2026), (SHIPPED, 2025), (SHIPPED, 2026)],
)
def test_every_day_is_worked_or_not_as_the_notice_says(
    calendar: WorkingCalendar, year: int
) -> None:
    periods, makeup = OFFICIAL[year]
    off = set[date]().union(*(span(year, *period) for period in periods))
    worked = {date.fromisoformat(f"{year}-{day}") for day in makeup}

    for day in sorted(span(year, "01-01", "12-31")):
        expected = day in worked or (day.weekday() < 5 and day not in off)
        assert calendar.is_workday(day) is expected, day
    assert calendar.is_confirmed(date(year, 6, 1))


def test_year_of_which_nothing_was_announced_is_not_confirmed() -> None:
    assert not CALENDAR.is_confirmed(date(2027, 1, 4))
    assert not SHIPPED.is_confirmed(date(2027, 1, 4))


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.integers(0, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
COUNTS = st.integers(0, 30)


@given(MOMENTS, MOMENTS, COUNTS, LENGTHS)
def test_later_begun_is_never_due_earlier(
    one: datetime, other: datetime, count: int, length: timedelta
) -> None:
    first, second = sorted((one, other))
    # Whole days keep the clock time, so that order is one of days.
    days = [CALENDAR.add_workdays(moment, count).astimezone(OFFICE_ZONE).date()
            for moment in (first, second)]  # fmt: skip
    assert days == sorted(days)
    assert CALENDAR.add_working_time(first, length) <= CALENDAR.add_working_time(second, length)


@given(MOMENTS, COUNTS, COUNTS, LENGTHS, LENGTHS)
def test_time_in_two_parts_is_the_time_as_a_whole(
    moment: datetime, a: int, b: int, x: timedelta, y: timedelta
) -> None:
    by_days = CALENDAR.add_workdays(CALENDAR.add_workdays(moment, a), b)
    by_time = CALENDAR.add_working_time(CALENDAR.add_working_time(moment, x), y)

    assert by_days == CALENDAR.add_workdays(moment, a + b)
    assert by_time == CALENDAR.add_working_time(moment, x + y)
    assert CALENDAR.working_time_between(moment, by_time) == x + y


@given(MOMENTS, COUNTS, LENGTHS)
def test_nothing_is_ever_due_on_a_holiday(moment: datetime, count: int, length: timedelta) -> None:
    assert not count or CALENDAR.is_workday(CALENDAR.add_workdays(moment, count))
    due = CALENDAR.add_working_time(moment, length)
    assert due == moment or CALENDAR.is_workday(due)


@given(MOMENTS, LENGTHS, LENGTHS, LENGTHS)
def test_paused_clock_leaves_as_much_working_time_as_there_was(
    begun: datetime, length: timedelta, until: timedelta, pause: timedelta
) -> None:
    due, paused_at = CALENDAR.add_working_time(begun, length), begun + until
    later = resumed(due, paused_at, paused_at + pause, CALENDAR)

    left = CALENDAR.working_time_between(paused_at, due)
    assert CALENDAR.working_time_between(paused_at + pause, later) == left or due <= paused_at
    assert later >= due
