"""Working days: weekends, holidays, make-up days, and moments so many working days later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.core.calendar import WorkingCalendar
from engine.errors import LimitExceeded

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkingCalendar(
    holidays={date(2026, 10, 1): "国庆节", date(2026, 10, 2): "国庆节"},
    makeup_workdays=frozenset({date(2026, 10, 10)}),
    confirmed_years=frozenset({2026}),
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 3), False),  # Saturday
        (date(2026, 10, 10), True),  # Saturday, made up
        (date(2026, 10, 11), False),
    ],
)
def test_day_is_worked(day: date, worked: bool) -> None:
    assert CALENDAR.is_workday(day) is worked


def test_moment_is_judged_by_the_day_it_has_in_the_office() -> None:
    late_wednesday_in_utc = datetime(2026, 9, 30, 20, tzinfo=UTC)

    assert CALENDAR.is_workday(late_wednesday_in_utc) is False


@pytest.mark.parametrize(
    ("count", "day"), [(0, 30), (1, 5), (2, 6), (5, 9), (6, 10), (7, 12), (-1, 29), (-3, 25)]
)
def test_workdays_after_keep_the_clock_time(count: int, day: int) -> None:
    found = CALENDAR.add_workdays(datetime(2026, 9, 30, 9, 15, tzinfo=SHANGHAI), count)

    assert (found.day, found.hour, found.minute) == (day, 9, 15)
    assert found.tzinfo is SHANGHAI


def test_moment_on_a_holiday_counts_from_the_next_working_day() -> None:
    found = CALENDAR.add_workdays(datetime(2026, 10, 1, 9, tzinfo=SHANGHAI), 1)

    assert found == datetime(2026, 10, 5, 9, tzinfo=SHANGHAI)


def test_too_many_workdays_are_refused() -> None:
    with pytest.raises(LimitExceeded):
        CALENDAR.add_workdays(datetime(2026, 10, 1, tzinfo=SHANGHAI), 2_001)


def test_year_without_its_notice_is_not_confirmed() -> None:
    assert CALENDAR.is_confirmed(date(2026, 1, 1))
    assert not CALENDAR.is_confirmed(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("moment", "hours", "expected"),
    [
        ("2026-09-30T10:00", 1, "2026-09-30T11:00"),
        ("2026-09-30T11:00", 2, "2026-09-30T14:00"),  # over lunch
        ("2026-09-30T17:00", 2, "2026-10-05T10:00"),  # over the holidays and the weekend
        ("2026-10-09T17:00", 8, "2026-10-10T17:00"),  # into a Saturday that is made up
        ("2026-10-03T12:00", 0, "2026-10-05T09:00"),
    ],
)
def test_working_time_counts_only_the_hours_of_workdays(moment, hours, expected):
    begins = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)

    ends = CALENDAR.add_working_time(begins, timedelta(hours=hours))

    assert ends == datetime.fromisoformat(expected).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("length", [timedelta(hours=-1), timedelta(days=9_999)])
def test_working_time_out_of_bounds_is_refused(length):
    with pytest.raises(LimitExceeded):
        CALENDAR.add_working_time(datetime(2026, 10, 9, tzinfo=UTC), length)
