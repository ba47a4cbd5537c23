"""Divides the values of an input column into classes that its cells cannot tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cmp_to_key
from typing import Final

from engine.core.values import Value, YearMonthDuration
from engine.dmn.model import DecisionTable, InputClause
from engine.feel import Compiled, FeelError, compile_unary_tests
from engine.feel.arithmetic import add, subtract
from engine.feel.boundaries import boundaries
from engine.feel.compare import order
from engine.feel.errors import Undefined

_OTHER: Final = "…"
_STEPS: Final[dict[type, Value]] = {
    Decimal: Decimal(1),
    date: timedelta(days=1),
    datetime: timedelta(hours=1),
    time: timedelta(minutes=1),
    timedelta: timedelta(hours=1),
    YearMonthDuration: YearMonthDuration(1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`classes` pairs one value of each class with the mask of rules whose cell accepts it.

    `open_rules` is the mask of rules whose cell depends on more than the input.
    """

    title: str
    classes: tuple[tuple[Value, int], ...]
    open_rules: int


def column_of(table: DecisionTable, index: int) -> Column:
    """The column of a table that was checked: its cells are unary tests."""
    clause = table.inputs[index]
    title = clause.label or clause.text.strip()
    tests: list[Compiled | None] = []
    limits: list[Value] = []
    open_rules = 0
    for place, rule in enumerate(table.rules):
        text = rule.inputs[index].text.strip() or "-"
        test, constants = _cell(text)
        tests.append(test)
        if constants is None:
            open_rules |= 1 << place
        else:
            limits += constants
    values = _representatives(limits, clause)
    classes = tuple((value, _mask(tests, value)) for value in values)
    return Column(title=title, classes=classes, open_rules=open_rules)


def _cell(text: str) -> tuple[Compiled | None, tuple[Value, ...] | None]:
    if text == "-":
        return None, ()
    try:
        return compile_unary_tests(text), boundaries(text)
    except FeelError:
        return None, None


def _mask(tests: list[Compiled | None], value: Value) -> int:
    mask = 0
    for place, test in enumerate(tests):
        if test is None or test.evaluate({"?": value}) is True:
            mask |= 1 << place
    return mask


def _representatives(limits: list[Value], clause: InputClause) -> list[Value]:
    """One value of each class that the domain of the column holds."""
    allowed, constants = _cell(clause.allowed) if clause.allowed else (None, ())
    known = [*limits, *(constants or ())]
    kinds = {type(value) for value in known} - {type(None)}
    if kinds <= {bool} and (kinds or clause.type_ref == "boolean"):
        values: list[Value] = [True, False]
    elif kinds == {str}:
        values = [*sorted(set(known) - {None}), _OTHER]
    elif len(kinds) == 1 and next(iter(kinds)) in _STEPS:
        values = _along(known)
    else:
        values = [None] if not kinds else [*_distinct(known), _OTHER]
    if allowed is not None:
        values = [value for value in values if allowed.evaluate({"?": value}) is True]
    return values


def _distinct(values: list[Value]) -> list[Value]:
    return list({repr(value): value for value in values if value is not None}.values())


def _along(values: list[Value]) -> list[Value]:
    """The limits in order, with a value before, between and after them."""
    present = [value for value in values if value is not None]
    ordered: list[Value] = []
    for value in sorted(present, key=cmp_to_key(lambda a, b: order(a, b) or 0)):
        if not ordered or order(ordered[-1], value) != 0:
            ordered.append(value)
    found: list[Value] = [_beside(ordered[0], -1)]
    for place, value in enumerate(ordered):
        found.append(value)
        if place + 1 < len(ordered):
            found.append(_between(value, ordered[place + 1]))
    found.append(_beside(ordered[-1], 1))
    return [value for value in found if value is not None]


def _beside(value: Value, sign: int) -> Value:
    """A value one step away; None at the edge of the calendar."""
    size = _STEPS[type(value)]
    if type(value) is Decimal:
        return value + sign * size
    try:
        moved = add(value, size) if sign > 0 else subtract(value, size)
    except Undefined:
        return None
    sign_now = order(moved, value)
    return moved if sign_now is not None and sign_now * sign > 0 else None


def _between(low: Value, high: Value) -> Value:
    """A value strictly between two, or None if there is none (two dates that follow)."""
    if type(low) is Decimal:
        return (low + high) / 2
    middle = _beside(low, 1)
    return middle if middle is not None and (order(middle, high) or 0) < 0 else None
