"""Closures for three-valued logic, between, in, unary tests and instance of."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.core.values import Value
from engine.feel import nodes
from engine.feel.compare import equal
from engine.feel.compiler.operators import ordered, same
from engine.feel.ranges import Range, same_range
from engine.feel.runtime import Evaluate, Frame, Site
from engine.feel.types import is_complete, kind_text

if TYPE_CHECKING:
    from engine.feel.compiler.compilation import Compilation

Accepts = Callable[[Frame, Value], "bool | None"]


def junction(node: nodes.Junction, compilation: Compilation) -> Evaluate:
    """`and` / `or`: stops at the operand that decides; null if none does and one is not known."""
    operands = [compilation.build(operand) for operand in node.operands]
    deciding, site, symbol = node.operator == "or", compilation.site(node), node.operator

    def run(frame: Frame) -> Value:
        known, odd = True, None
        for operand in operands:
            value = operand(frame)
            if value is deciding:
                return deciding
            if value is not (not deciding):
                known, odd = False, value
        return (not deciding) if known else _unknown(frame, odd, symbol, site)

    return run


def _unknown(frame: Frame, value: Value, symbol: str, site: Site) -> None:
    zh, en = kind_text(value)
    site.null(
        frame,
        f"“{symbol}”两边应为布尔值，但得到{zh}",
        f"Expected booleans around {symbol!r}, got {en}",
    )


def between(node: nodes.Between, compilation: Compilation) -> Evaluate:
    value = compilation.build(node.value)
    low, high = compilation.build(node.low), compilation.build(node.high)
    site = compilation.site(node)

    def run(frame: Frame) -> Value:
        middle = value(frame)
        above = ordered(frame, ">=", (middle, low(frame)), site)
        below = ordered(frame, "<=", (middle, high(frame)), site)
        if above is False or below is False:
            return False
        return None if above is None or below is None else True

    return run


def inside(node: nodes.In, compilation: Compilation) -> Evaluate:
    value = compilation.build(node.value)
    site = compilation.site(node)
    accepts = _accept_any(node.tests, compilation, site)
    constants = _constants(node.tests)

    def run(frame: Frame) -> Value:
        return accepts(frame, value(frame))

    if constants is None:
        return run
    kind, members = constants

    def run_constants(frame: Frame) -> Value:
        item = value(frame)
        return item in members if type(item) is kind else accepts(frame, item)

    return run_constants


def _constants(tests: tuple[nodes.Test, ...]) -> tuple[type, frozenset[Value]] | None:
    """The kind and the set of constant strings or numbers that the tests enumerate, if they do."""
    values = []
    for test in tests:
        if test.operator is not None:
            return None
        if isinstance(test.operand, nodes.ListLiteral):
            items: tuple[nodes.Node, ...] = test.operand.items
        else:
            items = (test.operand,)
        for item in items:
            if not isinstance(item, nodes.Literal):
                return None
            values.append(item.value)
    kinds = {type(value) for value in values}
    if len(kinds) != 1 or kinds & {str, Decimal} != kinds:
        return None
    return kinds.pop(), frozenset(values)


def unary_tests(node: nodes.UnaryTests, compilation: Compilation) -> Evaluate:
    """A cell over the input `?`: true, false, or null if no test could be decided."""
    if not node.tests:
        return lambda _frame: True
    accepts = _accept_any(node.tests, compilation, compilation.site(node))
    negated = node.negated

    def run(frame: Frame) -> Value:
        result = accepts(frame, frame.variables.get("?"))
        if not negated or result is None:
            return result
        return not result

    return run


def _accept_any(tests: tuple[nodes.Test, ...], compilation: Compilation, site: Site) -> Accepts:
    checks = [_accept(test, compilation) for test in tests]
    if len(checks) == 1:
        return checks[0]

    def accepts(frame: Frame, value: Value) -> bool | None:
        known = True
        for check in checks:
            result = check(frame, value)
            if result is True:
                return True
            known = known and result is False
        return False if known else None

    return accepts


def _accept(test: nodes.Test, compilation: Compilation) -> Accepts:
    operand, site, symbol = compilation.build(test.operand), compilation.site(test), test.operator
    if symbol in ("=", "!="):
        wanted = symbol == "="

        def accepts_equal(frame: Frame, value: Value) -> bool | None:
            result = same(frame, value, operand(frame), site)
            return None if result is None else result is wanted

        return accepts_equal
    if symbol is not None:
        return lambda frame, value: ordered(frame, symbol, (value, operand(frame)), site)
    decides = test.uses_input

    def accepts(frame: Frame, value: Value) -> bool | None:
        wanted = operand(frame)
        if decides and type(wanted) is bool:
            return wanted
        return matches(frame, value, wanted, site)

    return accepts


def matches(frame: Frame, value: Value, wanted: Value, site: Site) -> bool | None:
    """Whether the value equals, lies in, or is listed by what was wanted (rule 7)."""
    if type(wanted) is Range:
        return _in_range(frame, value, wanted, site)
    if type(wanted) is list:
        frame.runtime.spend(len(wanted))
        return any(_listed(frame, value, item) for item in wanted) or (
            type(value) is list and equal(value, wanted, frame.runtime.spend) is True
        )
    if wanted is True and type(value) is not bool:
        return True
    return same(frame, value, wanted, site)


def _in_range(frame: Frame, value: Value, wanted: Range, site: Site) -> bool | None:
    if type(value) is Range:
        return same_range(value, wanted)
    result = wanted.covers(value)
    if result is None:
        zh, en = kind_text(value)
        site.null(
            frame, f"{zh}不能与区间比较", f"Expected a value that the range can hold, got {en}"
        )
        return None
    return result


def _listed(frame: Frame, value: Value, item: Value) -> bool:
    if type(item) is Range and type(value) is not Range:
        return item.covers(value) is True
    if type(item) is Range:
        return same_range(item, value)
    return equal(value, item, frame.runtime.spend) is True


def instance_of(node: nodes.InstanceOf, compilation: Compilation) -> Evaluate:
    value, kind = compilation.build(node.value), node.type
    if not is_complete(kind):
        return lambda frame: None
    return lambda frame: kind.holds(value(frame))
