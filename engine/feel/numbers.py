"""FEEL numbers: decimals of 34 digits, and the arithmetic that answers null instead of infinity."""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_HALF_EVEN,
    Clamped,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Final

from engine.feel.errors import Undefined

CONTEXT: Final = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
"""IEEE 754 decimal128, as clause 10.3.2.3.1 asks."""

WIDE: Final = Context(prec=6200, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[Clamped])
EXACT: Final = Context(prec=400, traps=[InvalidOperation, DivisionByZero, Overflow])
"""For remainders, which must not be rounded on the way."""

_PLAIN_DIGITS: Final = 6_200


def undefined_number(what_zh: str, what_en: str) -> Undefined:
    return Undefined(f"{what_zh}没有结果", f"{what_en} has no result")


def apply(operation: Callable[..., Decimal], *numbers: Decimal | int) -> Decimal:
    """The result of a context operation. Raises Undefined for overflow and invalid operations."""
    try:
        result = operation(*numbers)
    except DecimalException as error:
        raise undefined_number("该运算", "The calculation") from error
    if not result.is_finite():
        raise undefined_number("该运算", "The calculation")
    return result


def read_number(text: str) -> Decimal:
    """A number literal of FEEL's grammar, rounded to 34 digits. Raises Undefined."""
    return apply(CONTEXT.create_decimal, Decimal(text))


def write_number(number: Decimal) -> str:
    """The plain decimal notation, without an exponent for every number that FEEL can make."""
    if not number:
        return "0"
    if abs(number.adjusted()) > _PLAIN_DIGITS:
        return str(number)  # a caller's value; in plain notation it could fill the memory
    return format(number, "f")


def whole(number: Decimal) -> int | None:
    """The number as an integer if it is whole and of a sensible size, else None."""
    if number != number.to_integral_value() or abs(number) > 10**15:
        return None
    return int(number)
