"""The arithmetic operators on numbers, strings and temporal values (DMN 1.5, 10.3.2.15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.core.values import Value, YearMonthDuration
from engine.feel.errors import Undefined
from engine.feel.limits import MAX_STRING, too_large
from engine.feel.numbers import CONTEXT, apply
from engine.feel.temporal import add_months, instant, make_months, seconds_of_time, shift
from engine.feel.types import kind_text

_MICRO: Final = timedelta(microseconds=1)
_INSTANTS: Final = (date, datetime)
_CLOCKS: Final = (date, datetime, time)


def mismatch(operator: str, left: Value, right: Value) -> Undefined:
    """The reason why an operator has no result for these two."""
    left_zh, left_en = kind_text(left)
    right_zh, right_en = kind_text(right)
    return Undefined(
        f"{left_zh}与{right_zh}之间不能用“{operator}”运算",
        f"Expected operands that {operator!r} accepts, got {left_en} and {right_en}",
    )


def add(left: Value, right: Value) -> Value:
    if type(left) is str and type(right) is str:
        return _joined(left, right)
    if isinstance(left, timedelta | YearMonthDuration) and isinstance(right, _CLOCKS):
        left, right = right, left
    if isinstance(right, timedelta):
        return _add_days(left, right)
    if isinstance(right, YearMonthDuration):
        return _add_months(left, right)
    raise mismatch("+", left, right)


def _joined(left: str, right: str) -> str:
    if len(left) + len(right) > MAX_STRING:
        raise too_large("文本的字符数", "characters in one string", MAX_STRING)
    return left + right


def _add_days(left: Value, right: timedelta) -> Value:
    if isinstance(left, _CLOCKS):
        return shift(left, right)
    if isinstance(left, timedelta):
        return _duration(left // _MICRO + right // _MICRO)
    raise mismatch("+", left, right)


def _add_months(left: Value, right: YearMonthDuration) -> Value:
    if isinstance(left, _INSTANTS):
        return add_months(left, right.months)
    if isinstance(left, YearMonthDuration):
        return make_months(left.months + right.months)
    raise mismatch("+", left, right)


def subtract(left: Value, right: Value) -> Value:
    if isinstance(left, _INSTANTS) and isinstance(right, _INSTANTS):
        return _between(left, right)
    if isinstance(left, time) and isinstance(right, time):
        if (left.tzinfo is None) != (right.tzinfo is None):
            raise mismatch("-", left, right)
        return seconds_of_time(left) - seconds_of_time(right)
    if isinstance(right, timedelta | YearMonthDuration) and isinstance(
        left, (*_CLOCKS, timedelta, YearMonthDuration)
    ):
        return add(left, negate(right))
    raise mismatch("-", left, right)


def _between(left: date, right: date) -> timedelta:
    """The time between two instants; a date stands for its midnight, in UTC beside a zone."""
    first, second = _midnight(left), _midnight(right)
    if type(left) is date and second.tzinfo is not None:
        first = first.replace(tzinfo=UTC)
    if type(right) is date and first.tzinfo is not None:
        second = second.replace(tzinfo=UTC)
    if (first.tzinfo is None) != (second.tzinfo is None):
        raise mismatch("-", left, right)
    return instant(first) - instant(second)


def _midnight(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def multiply(left: Value, right: Value) -> Value:
    if type(left) is Decimal:
        left, right = right, left
    if type(right) is Decimal:
        if isinstance(left, timedelta):
            return _duration(int(apply(CONTEXT.multiply, Decimal(left // _MICRO), right)))
        if isinstance(left, YearMonthDuration):
            return make_months(int(apply(CONTEXT.multiply, Decimal(left.months), right)))
    raise mismatch("*", left, right)


def divide(left: Value, right: Value) -> Value:
    if isinstance(left, timedelta):
        if isinstance(right, timedelta):
            return apply(CONTEXT.divide, Decimal(left // _MICRO), Decimal(right // _MICRO))
        if type(right) is Decimal:
            return _duration(int(apply(CONTEXT.divide, Decimal(left // _MICRO), right)))
    if isinstance(left, YearMonthDuration):
        if isinstance(right, YearMonthDuration):
            return apply(CONTEXT.divide, Decimal(left.months), Decimal(right.months))
        if type(right) is Decimal:
            return make_months(int(apply(CONTEXT.divide, Decimal(left.months), right)))
    raise mismatch("/", left, right)


def power(left: Value, right: Value) -> Value:
    raise mismatch("**", left, right)


def negate(value: Value) -> Value:
    if type(value) is Decimal:
        return apply(CONTEXT.minus, value)
    if isinstance(value, YearMonthDuration):
        return YearMonthDuration(-value.months)
    if isinstance(value, timedelta):
        return _duration(-(value // _MICRO))
    zh, en = kind_text(value)
    raise Undefined(f"{zh}不能取负", f"Expected a number or a duration after '-', got {en}")


def _duration(microseconds: int) -> timedelta:
    try:
        return timedelta(microseconds=microseconds)
    except OverflowError as error:
        raise Undefined("时长超出范围", "Expected a duration of at most 999999999 days") from error


NUMERIC: Final[dict[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
    "**": CONTEXT.power,
}
OTHER: Final[dict[str, Callable[[Value, Value], Value]]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}
