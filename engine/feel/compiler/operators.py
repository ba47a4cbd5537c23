"""Closures for arithmetic and comparison, with a fast path for numbers."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import TYPE_CHECKING, Final

from engine.core.values import Value
from engine.feel import nodes
from engine.feel.arithmetic import NUMERIC, OTHER, mismatch, negate
from engine.feel.compare import equal, order
from engine.feel.errors import Undefined
from engine.feel.limits import POWER_COST
from engine.feel.ranges import Range, same_range
from engine.feel.runtime import Evaluate, Frame, Site
from engine.feel.types import kind_text

if TYPE_CHECKING:
    from engine.feel.compiler.compilation import Compilation

_ORDER: Final[dict[str, Callable[[Value, Value], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_EQUALITY: Final = ("=", "!=")


def negation(node: nodes.Negate, compilation: Compilation) -> Evaluate:
    operand = compilation.build(node.operand)
    site = compilation.site(node)

    def run(frame: Frame) -> Value:
        try:
            return negate(operand(frame))
        except Undefined as error:
            return site.undefined(frame, error)

    return run


def binary(node: nodes.Binary, compilation: Compilation) -> Evaluate:
    if node.operator in _ORDER:
        return _ordering(node, compilation)
    if node.operator in _EQUALITY:
        return _equality(node, compilation)
    return _arithmetic(node, compilation)


def _arithmetic(node: nodes.Binary, compilation: Compilation) -> Evaluate:
    """Compiles the whole left spine in one closure, so that long sums need no deep stack."""
    steps: list[tuple[Callable[[Frame, Value, Value], Value], Evaluate]] = []
    left: nodes.Node = node
    while isinstance(left, nodes.Binary) and left.operator in NUMERIC:
        apply = arithmetic_step(left.operator, compilation.site(left))
        steps.append((apply, compilation.build(left.right)))
        left = left.left
    first = compilation.build(left)
    if len(steps) == 1:
        apply, right = steps[0]
        return lambda frame: apply(frame, first(frame), right(frame))
    steps.reverse()

    def run(frame: Frame) -> Value:
        value = first(frame)
        for step, operand in steps:
            value = step(frame, value, operand(frame))
        return value

    return run


def arithmetic_step(symbol: str, site: Site) -> Callable[[Frame, Value, Value], Value]:
    """A function that applies one arithmetic operator to two values."""
    numeric, other, costly = NUMERIC[symbol], OTHER[symbol], symbol == "**"

    def step(frame: Frame, left: Value, right: Value) -> Value:
        try:
            if type(left) is Decimal and type(right) is Decimal:
                if costly:
                    frame.runtime.spend(POWER_COST)
                return numeric(left, right)
            value = other(left, right)
        except Undefined as error:
            return site.undefined(frame, error)
        except DecimalException:
            return site.null(
                frame, f"“{symbol}”运算没有结果", f"Expected a result of {symbol!r}, got none"
            )
        return frame.runtime.check_size(value)

    return step


def _ordering(node: nodes.Binary, compilation: Compilation) -> Evaluate:
    left, right = compilation.build(node.left), compilation.build(node.right)
    compare, site, symbol = _ORDER[node.operator], compilation.site(node), node.operator

    if isinstance(node.right, nodes.Literal) and type(node.right.value) is Decimal:
        limit = node.right.value

        def run_constant(frame: Frame) -> Value:
            value = left(frame)
            if type(value) is Decimal:
                return compare(value, limit)
            return ordered(frame, symbol, (value, limit), site)

        return run_constant

    def run(frame: Frame) -> Value:
        return ordered(frame, symbol, (left(frame), right(frame)), site)

    return run


def ordered(frame: Frame, symbol: str, pair: tuple[Value, Value], site: Site) -> bool | None:
    """Whether left and right stand in that order; null if they have none."""
    sign = order(*pair)
    if sign is None:
        reason = mismatch(symbol, *pair)
        site.null(frame, reason.zh, reason.en)
        return None
    return _ORDER[symbol](sign, 0)


def _equality(node: nodes.Binary, compilation: Compilation) -> Evaluate:
    left, right = compilation.build(node.left), compilation.build(node.right)
    wanted, site = node.operator == "=", compilation.site(node)

    def run(frame: Frame) -> Value:
        result = same(frame, left(frame), right(frame), site)
        return None if result is None else result is wanted

    return run


def same(frame: Frame, left: Value, right: Value, site: Site) -> bool | None:
    """Equality of two values; null for values of different kinds."""
    if type(left) is Range and type(right) is Range:
        return same_range(left, right)
    result = equal(left, right, frame.runtime.spend)
    if result is None:
        left_text, right_text = kind_text(left), kind_text(right)
        site.null(
            frame,
            f"{left_text[0]}与{right_text[0]}不能比较是否相等",
            f"Expected two values of one kind, got {left_text[1]} and {right_text[1]}",
        )
        return None
    return result
