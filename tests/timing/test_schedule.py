"""What timer values mean: dates, durations, cycles and cron, across zones and clock changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.definition import TimerKind
from engine.core.values import Value, YearMonthDuration
from engine.timing import NotATime, Schedule, is_literal, schedule

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai, a Sunday


def due(kind, value, now=NOW):
    return schedule(kind, value, now).due_at.strftime("%Y-%m-%dT%H:%M:%S")


def all_turns(value: Value, now: datetime) -> Iterator[datetime]:
    turn: Schedule | None = schedule(TimerKind.CYCLE, value, now)
    while turn is not None:
        yield turn.due_at
        turn = turn.following()


def turns(value, now=NOW, most=4):
    return [turn.strftime("%m-%dT%H:%M") for turn in islice(all_turns(value, now), most)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-23", "2026-11-22T16:00:00"),  # midnight in the office
        ("2026-11-23T09:00", "2026-11-23T01:00:00"),
        ("2026-11-23T09:00:00Z", "2026-11-23T09:00:00"),
        ("2026-11-23T09:00:00-05:00", "2026-11-23T14:00:00"),
        ("2026-11-23T09:00:00@Europe/Berlin", "2026-11-23T08:00:00"),
        (date(2026, 11, 23), "2026-11-22T16:00:00"),
        ("2020-01-01", "2019-12-31T16:00:00"),  # past: due at once
        ("2027-03-28T02:30:00@Europe/Berlin", "2027-03-28T01:30:00"),  # skipped: 03:30
        ("2026-10-25T02:30:00@Europe/Berlin", "2026-10-25T00:30:00"),  # twice: the first
    ],
)
def test_date_is_a_moment(value, expected):
    assert due(TimerKind.DATE, value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("PT90S", "2026-11-22T02:01:30"),
        ("PT1.5H", "2026-11-22T03:30:00"),
        ("P1W", "2026-11-29T02:00:00"),
        ("P1Y2M3DT4H", "2028-01-25T06:00:00"),
        (timedelta(hours=1), "2026-11-22T03:00:00"),
        (YearMonthDuration(1), "2026-12-22T02:00:00"),
        ("-P1D", "2026-11-21T02:00:00"),  # past: due at once
    ],
)
def test_duration_is_counted_from_now(value, expected):
    assert due(TimerKind.DURATION, value) == expected


def test_month_that_has_no_such_day_ends_on_its_last():
    end_of_january = datetime(2027, 1, 31, 2, 0, tzinfo=UTC)

    assert due(TimerKind.DURATION, "P1M", end_of_january) == "2027-02-28T02:00:00"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("R2/PT1H", ["11-22T03:00", "11-22T04:00"]),
        ("R/PT1H", ["11-22T03:00", "11-22T04:00", "11-22T05:00", "11-22T06:00"]),
        ("R-1/P1D", ["11-23T02:00", "11-24T02:00", "11-25T02:00", "11-26T02:00"]),
        ("R2/2026-11-23T09:00/PT1H", ["11-23T01:00", "11-23T02:00"]),
        ("R3/2026-11-01T09:00/P1D", ["11-01T01:00", "11-02T01:00", "11-03T01:00"]),
        ("R/2026-11-01T09:00/P1D", ["11-23T01:00", "11-24T01:00", "11-25T01:00", "11-26T01:00"]),
        ("R3/PT1H/2026-11-22T13:00", ["11-22T03:00", "11-22T04:00", "11-22T05:00"]),
        ("R/PT1H/2026-11-22T12:00", ["11-22T02:00", "11-22T03:00", "11-22T04:00"]),
        ("R4/2026-12-31/P1M", ["12-30T16:00", "01-30T16:00", "02-27T16:00", "03-30T16:00"]),
        (timedelta(days=2), ["11-24T02:00", "11-26T02:00", "11-28T02:00", "11-30T02:00"]),
    ],
)
def test_cycle_takes_its_turns(value, expected):
    assert turns(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0 9 * * MON-FRI", ["11-23T01:00", "11-24T01:00", "11-25T01:00", "11-26T01:00"]),
        ("30 */15 10 * * ?", ["11-22T02:00", "11-22T02:15", "11-22T02:30", "11-22T02:45"]),
        ("0 0 L * *", ["11-29T16:00", "12-30T16:00", "01-30T16:00", "02-27T16:00"]),
        ("0 0 29 2 *", ["02-28T16:00", "02-28T16:00", "02-28T16:00", "02-28T16:00"]),
        ("0 0 13 * 5", ["11-26T16:00", "12-03T16:00", "12-10T16:00", "12-12T16:00"]),
        ("@daily", ["11-22T16:00", "11-23T16:00", "11-24T16:00", "11-25T16:00"]),
        ("CRON_TZ=UTC 0 12 1,15 jan,dec 7", ["12-01T12:00", "12-06T12:00", "12-13T12:00"]),
    ],
)
def test_cron_takes_its_turns(value, expected):
    assert turns(value, most=len(expected)) == expected


def test_cycle_keeps_its_clock_time_when_clocks_change():
    before = datetime(2027, 3, 26, 12, 0, tzinfo=UTC)

    daily = turns("R/2027-03-27T09:00:00@Europe/Berlin/P1D", before)

    assert daily == ["03-27T08:00", "03-28T07:00", "03-29T07:00", "03-30T07:00"]


def test_cycle_in_hours_keeps_its_distance_when_clocks_change():
    before = datetime(2027, 3, 27, 23, 0, tzinfo=UTC)

    hourly = turns("R3/2027-03-28T01:00:00@Europe/Berlin/PT1H", before)

    assert hourly == ["03-28T00:00", "03-28T01:00", "03-28T02:00"]


@pytest.mark.parametrize(
    ("since", "cron", "expected"),
    [
        ("2027-03-27T12:00", "30 2 * * *", ["03-28T01:30", "03-29T00:30"]),  # skipped: 03:30
        ("2026-10-24T12:00", "30 2 * * *", ["10-25T00:30", "10-26T01:30"]),  # twice: the first
        ("2027-03-28T00:30", "0 * * * *", ["03-28T01:00", "03-28T02:00"]),
        ("2026-10-24T23:30", "0 * * * *", ["10-25T00:00", "10-25T01:00", "10-25T02:00"]),
    ],
)
def test_cron_fires_once_for_each_time_when_clocks_change(since, cron, expected):
    now = datetime.fromisoformat(f"{since}:00+00:00")

    assert turns(f"CRON_TZ=Europe/Berlin {cron}", now, len(expected)) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (TimerKind.DATE, "soon"),
        (TimerKind.DATE, "2026-02-30"),
        (TimerKind.DATE, "PT1H"),
        (TimerKind.DATE, "10000-01-01"),
        (TimerKind.DATE, None),
        (TimerKind.DURATION, "P"),
        (TimerKind.DURATION, "PT"),
        (TimerKind.DURATION, "P0.5M"),
        (TimerKind.DURATION, "P1.5DT1H"),
        (TimerKind.DURATION, "P9999Y"),
        (TimerKind.DURATION, True),
        (TimerKind.CYCLE, "R0/PT1H"),
        (TimerKind.CYCLE, "R/PT0S"),
        (TimerKind.CYCLE, "R/-PT1H"),
        (TimerKind.CYCLE, "R/PT0.5S"),
        (TimerKind.CYCLE, "R/P1D/2020-01-01"),
        (TimerKind.CYCLE, "R2/2026-01-01/2026-01-02"),
        (TimerKind.CYCLE, "PT1H"),
        (TimerKind.CYCLE, "0 0 30 2 *"),
        (TimerKind.CYCLE, "60 * * * *"),
        (TimerKind.CYCLE, "* * * *"),
        (TimerKind.CYCLE, "5-1 * * * *"),
        (TimerKind.CYCLE, "*/0 * * * *"),
        (TimerKind.CYCLE, "@reboot"),
        (TimerKind.CYCLE, "CRON_TZ=Nowhere/City 0 0 * * *"),
        (TimerKind.CYCLE, "CRON_TZ=../../etc/passwd 0 0 * * *"),
    ],
)
def test_value_that_is_no_time_is_refused(kind, value):
    with pytest.raises(NotATime):
        schedule(kind, value, NOW)


@pytest.mark.parametrize("text", ["PT10S", "R3/PT1H", "2026-11-22T09:00:00Z", "0 9 * * 1-5"])
def test_text_of_other_tools_is_recognised(text):
    assert is_literal(text)


@pytest.mark.parametrize("text", ["P", "due", "Position", 'duration("PT1H")', "a + b", "R2D2"])
def test_feel_is_not_taken_for_iso_text(text):
    assert not is_literal(text)


ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"])
MOMENTS = st.integers(0, 8 * 366 * 86_400).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
LENGTHS = st.sampled_from(["PT1S", "PT7M", "PT1H", "P1D", "P1DT1H", "P1W", "P1M", "P1Y"])


@st.composite
def crons(draw):
    minute = draw(st.sampled_from(["0", "*", "*/20", "30", "7,9"]))
    hour = draw(st.sampled_from(["*", "2", "1-3", "*/6"]))
    rest = draw(st.sampled_from(["* * *", "L * *", "1 * MON", "31 * *", "* 3,10 SUN"]))
    return f"CRON_TZ={draw(ZONES)} {minute} {hour} {rest}"


@given(now=MOMENTS, count=st.integers(1, 40), length=LENGTHS)
def test_counted_cycle_fires_exactly_as_often_as_said(now, count, length):
    assert len(list(all_turns(f"R{count}/{length}", now))) == count


@given(now=MOMENTS, start=MOMENTS, zone=ZONES, length=LENGTHS)
def test_endless_cycle_is_never_early_and_always_later(now, start, zone, length):
    found = list(islice(all_turns(f"R/{start:%Y-%m-%dT%H:%M:%S}@{zone}/{length}", now), 6))

    assert found[0] >= now
    assert all(one < other for one, other in pairwise(found))


@given(now=MOMENTS, cron=crons())
def test_cron_is_always_later(now, cron):
    found = [now, *islice(all_turns(cron, now), 5)]

    assert all(one < other for one, other in pairwise(found))


@given(now=MOMENTS, length=LENGTHS)
def test_duration_is_never_early(now, length):
    assert schedule(TimerKind.DURATION, length, now).due_at > now
