"""Numbers that are not finite: FEEL has none, and never fails over a caller's."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest

from engine.feel import Compiled, FeelError, FeelTypeError, compile_expression
from engine.feel.builtins import BUILTINS

ODD = [Decimal(text) for text in ("NaN", "sNaN", "Infinity", "-Infinity")]
PLACES = [
    *("x < 1", "1 < x", "x = 1", "x = x", "x + 1", "-x", "x ** 2", "x between 1 and 2"),
    *("x in (1, 2)", "x in [1..3]", "[1, 2, 3][x]", "[x, 1][item > 1]", "{a: x} = {a: 1}"),
    *("for i in 1..x return i", "some i in [x] satisfies i > 1", "if x > 1 then 1 else 2"),
    *('duration("P1D") * x', "sort([x, 1], function(a, b) a < b)", "number(string(x))"),
]
ARGUMENTS = [
    *("x", "x, 1", "1, x", "[x, 1]", "[1, x], x", "[1, 2], 1, x", "[[x]], 1"),
    *('"abc", x, 1', "2020, x, 1", 'date("2020-01-01"), x'),
]


def compiled() -> list[Compiled]:
    """Every operator and built-in over `x`; what takes no such arguments is left out."""
    texts = [*PLACES, *(f"{name}({given})" for name in BUILTINS for given in ARGUMENTS)]
    found = []
    for text in texts:
        with suppress(FeelError):
            found.append(compile_expression(text, names=["x"]))
    return found


def test_no_expression_fails_over_a_number_that_is_not_finite() -> None:
    for expression in compiled():
        for number in ODD:
            expression.evaluate({"x": number})
            with suppress(FeelError):
                expression.evaluate({"x": number}, strict=True)
            with suppress(FeelError):
                expression.explain({"x": [number]})


def test_number_that_is_not_finite_counts_as_null() -> None:
    expression = compile_expression("x.a[1] < 1", names=["x"])

    assert expression.evaluate({"x": {"a": [Decimal("NaN")]}}) is None
    with pytest.raises(FeelTypeError, match="finite"):
        expression.evaluate({"x": {"a": [Decimal("sNaN")]}}, strict=True)


def test_fault_of_ours_is_not_blamed_on_numbers() -> None:
    class Faulty(dict):  # a caller's own mapping, which fails for a reason of its own
        def __getitem__(self, key: str) -> object:
            raise TypeError(key)

    with pytest.raises(TypeError, match="x"):
        compile_expression("x", names=["x"]).evaluate(Faulty())
