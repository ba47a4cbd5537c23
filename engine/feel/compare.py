"""Equality and order of FEEL values (DMN 1.5, 10.3.2.15): None where they are undefined."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.core.values import Value, YearMonthDuration
from engine.feel.temporal import instant, seconds_of_time

Spend = Callable[[int], None]


def _free(_steps: int) -> None:
    """Costs nothing; for comparing single values."""


_PLAIN: Final = frozenset({Decimal, str, bool, date, timedelta, YearMonthDuration})


def equal(left: Value, right: Value, spend: Spend = _free) -> bool | None:
    """True, False, or None if the two are of different kinds."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is type(right):
        if kind in _PLAIN:
            return bool(left == right)
        return _equal_of_kind(left, right, spend)
    return left == right if _both_numbers(left, right) else None


def _both_numbers(left: Value, right: Value) -> bool:
    return {type(left), type(right)} == {int, Decimal}


def _equal_of_kind(left: Value, right: Value, spend: Spend) -> bool | None:
    if isinstance(left, datetime):
        return _equal_datetimes(left, right)
    if isinstance(left, time):
        return _equal_times(left, right)
    if isinstance(left, list):
        return _equal_lists(left, right, spend)
    if isinstance(left, dict):
        return _equal_contexts(left, right, spend)
    return left is right or bool(left == right)


def _equal_datetimes(left: datetime, right: datetime) -> bool:
    if (left.tzinfo is None) != (right.tzinfo is None):
        return False
    return instant(left) == instant(right)


def _equal_times(left: time, right: time) -> bool:
    if (left.tzinfo is None) != (right.tzinfo is None):
        return False
    return seconds_of_time(left) == seconds_of_time(right)


def _equal_lists(left: list[Value], right: list[Value], spend: Spend) -> bool:
    if len(left) != len(right):
        return False
    spend(len(left))
    return all(equal(a, b, spend) is True for a, b in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, Value], right: dict[str, Value], spend: Spend) -> bool:
    if left.keys() != right.keys():
        return False
    spend(len(left))
    return all(equal(item, right[key], spend) is True for key, item in left.items())


def order(left: Value, right: Value) -> int | None:
    """Negative, zero or positive; None if the two have no order."""
    kind = type(left)
    if kind is not type(right):
        if not _both_numbers(left, right):
            return None
        return int(left > right) - int(left < right)
    if kind is datetime or kind is time:
        return _order_clock(left, right)
    if kind is bool or kind not in _PLAIN:
        return None
    return int(left > right) - int(left < right)


def _order_clock(left: datetime | time, right: datetime | time) -> int | None:
    """One without a zone is taken to be in the other's (10.3.2.15, Table 54)."""
    if left.tzinfo is None:
        left = left.replace(tzinfo=right.tzinfo)
    elif right.tzinfo is None:
        right = right.replace(tzinfo=left.tzinfo)
    if isinstance(left, datetime) and isinstance(right, datetime):
        first, second = instant(left), instant(right)
        return int(first > second) - int(first < second)
    if isinstance(left, time) and isinstance(right, time):
        early, late = seconds_of_time(left), seconds_of_time(right)
        return int(early > late) - int(early < late)
    return None
