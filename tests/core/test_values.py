"""Values keep their kind and precision through the plain form; what is not a value is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.values import YearMonthDuration, from_plain, to_plain
from engine.errors import InvalidCommand

SHANGHAI = ZoneInfo("Asia/Shanghai")

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=20),
    st.decimals(allow_nan=False, allow_infinity=False, places=4),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.times(),
    st.timedeltas(),
    st.builds(YearMonthDuration, st.integers(-10_000, 10_000)),
)
NAMES = st.text(min_size=1, max_size=8).filter(lambda name: not name.startswith("$"))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_values_come_back_equal(value: Any) -> None:
    assert from_plain(to_plain(value)) == value


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Decimal(3), 3),
        (Decimal("2.50"), {"$number": "2.50"}),
        (Decimal("1E+3"), {"$number": "1E+3"}),
        (Decimal(2**60), {"$number": str(2**60)}),
        (date(2026, 11, 22), {"$date": "2026-11-22"}),
        (time(9, 30), {"$time": "09:30:00"}),
        (
            datetime(2026, 11, 22, 9, tzinfo=SHANGHAI),
            {"$datetime": "2026-11-22T09:00:00+08:00@Asia/Shanghai"},
        ),
        (timedelta(days=1), {"$microseconds": "86400000000"}),
        (YearMonthDuration(14), {"$months": "14"}),
    ],
)
def test_values_have_one_plain_form(value: Any, plain: Any) -> None:
    assert to_plain(value) == plain
    assert from_plain(plain) == value


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        Decimal("NaN"),
        Decimal("1E+7000"),
        object(),
        {1: 2},
        {"$number": "1"},
        {"$x": 1},
    ],
)
def test_values_outside_the_domain_are_refused(value: Any) -> None:
    with pytest.raises(InvalidCommand):
        to_plain(value)


@pytest.mark.parametrize(
    "plain",
    [
        1.5,
        {"$number": "sNaN"},
        {"$number": "1E-7000"},
        {"$date": "2026-13-01"},
        {"$nothing": "1"},
        {"$number": "1", "a": 2},
    ],
)
def test_plain_forms_that_mean_nothing_are_refused(plain: Any) -> None:
    with pytest.raises(InvalidCommand):
        from_plain(plain)


def test_values_nested_too_deep_are_refused() -> None:
    value: Any = []
    for _ in range(100):
        value = [value]

    with pytest.raises(InvalidCommand):
        to_plain(value)
