"""Numeric functions (DMN 1.5, 10.3.4.5)."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)

from engine.core.values import Value
from engine.feel.arithmetic import negate
from engine.feel.builtins.conversion import cut
from engine.feel.builtins.registry import Builtin, builtin, way
from engine.feel.errors import Undefined
from engine.feel.limits import POWER_COST
from engine.feel.numbers import CONTEXT, EXACT, WIDE, apply
from engine.feel.runtime import Runtime

CLAUSE = "10.3.4.5"


def _rounded(number: Decimal, scale: Decimal, mode: str) -> Decimal:
    places = cut(scale)
    if not -6111 <= places <= 6176:
        raise Undefined("小数位数超出范围", f"Expected a scale from -6111 to 6176, got {places}")
    if number.adjusted() + places > 33:
        return number  # it has fewer digits than that
    try:
        result = number.quantize(Decimal(1).scaleb(-places), mode, WIDE)
    except DecimalException as error:
        raise Undefined("四舍五入没有结果", "Expected a result of rounding, got none") from error
    plain = result if places >= 0 else Decimal(format(result, "f"))
    return apply(CONTEXT.plus, plain)


def _rounding(entry: Builtin, mode: str, scale_optional: bool) -> None:
    scale = "scale?: number" if scale_optional else "scale: number"

    @way(entry, f"n: number, {scale}")
    def _round(number: Decimal, scale: Decimal | None = None) -> Value:
        return _rounded(number, scale or Decimal(0), mode)


_rounding(
    builtin(
        "decimal",
        clause=CLAUSE,
        zh="按小数位数舍入（四舍六入五成双）",
        en="Rounds to a number of decimals, half to even",
        examples=(
            ("decimal(1/3, 2)", "0.33"),
            ("decimal(1.5, 0)", "2"),
            ("decimal(2.5, 0)", "2"),
            ("decimal(1234.5, -2)", "1200"),
        ),
    ),
    ROUND_HALF_EVEN,
    False,
)
_rounding(
    builtin(
        "floor",
        clause=CLAUSE,
        zh="向下取整，可指定小数位数",
        en="Rounds towards negative infinity",
        examples=(("floor(1.5)", "1"), ("floor(-1.56, 1)", "-1.6")),
    ),
    ROUND_FLOOR,
    True,
)
_rounding(
    builtin(
        "ceiling",
        clause=CLAUSE,
        zh="向上取整，可指定小数位数",
        en="Rounds towards positive infinity",
        examples=(("ceiling(1.5)", "2"), ("ceiling(-1.56, 1)", "-1.5")),
    ),
    ROUND_CEILING,
    True,
)
_rounding(
    builtin(
        "round up",
        clause=CLAUSE,
        zh="远离零舍入",
        en="Rounds away from zero",
        examples=(("round up(5.5, 0)", "6"), ("round up(-1.121, 2)", "-1.13")),
    ),
    ROUND_UP,
    False,
)
_rounding(
    builtin(
        "round down",
        clause=CLAUSE,
        zh="向零舍入",
        en="Rounds towards zero",
        examples=(("round down(5.5, 0)", "5"), ("round down(-1.126, 2)", "-1.12")),
    ),
    ROUND_DOWN,
    False,
)
_rounding(
    builtin(
        "round half up",
        clause=CLAUSE,
        zh="四舍五入",
        en="Rounds to the nearest, half away from zero",
        examples=(("round half up(5.5, 0)", "6"), ("round half up(-1.125, 2)", "-1.13")),
    ),
    ROUND_HALF_UP,
    False,
)
_rounding(
    builtin(
        "round half down",
        clause=CLAUSE,
        zh="五舍六入",
        en="Rounds to the nearest, half towards zero",
        examples=(("round half down(5.5, 0)", "5"), ("round half down(-1.125, 2)", "-1.12")),
    ),
    ROUND_HALF_DOWN,
    False,
)

ABS = builtin(
    "abs",
    clause=CLAUSE,
    zh="数字或时长的绝对值",
    en="The absolute value of a number or duration",
    examples=(("abs(-10)", "10"), ('abs(@"-PT5H")', '@"PT5H"')),
)


@way(ABS, "n: numeric")
def _abs(value: Value) -> Value:
    if type(value) is Decimal:
        return apply(CONTEXT.abs, value)
    negative = negate(value)
    return max(value, negative)


MODULO = builtin(
    "modulo",
    clause=CLAUSE,
    zh="除后的余数，符号与除数相同",
    en="The remainder of the division, with the sign of the divisor",
    examples=(("modulo(12, 5)", "2"), ("modulo(-12, 5)", "3"), ("modulo(10.1, 4.5)", "1.1")),
)


def _modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    if divisor == 0:
        raise Undefined("除数不能为零", "Expected a divisor other than zero")
    rest = apply(EXACT.remainder, dividend, divisor)
    if rest and (rest < 0) != (divisor < 0):
        rest = apply(EXACT.add, rest, divisor)
    return apply(CONTEXT.plus, rest)


way(MODULO, "dividend: number, divisor: number")(_modulo)

SQRT = builtin(
    "sqrt",
    clause=CLAUSE,
    zh="平方根；负数为空",
    en="The square root; null for a negative number",
    examples=(("sqrt(16)", "4"), ("sqrt(-1)", "null")),
)
way(SQRT, "number: number")(lambda number: apply(CONTEXT.sqrt, number))

LOG = builtin(
    "log",
    clause=CLAUSE,
    zh="自然对数；非正数为空",
    en="The natural logarithm; null unless positive",
    examples=(("decimal(log(10), 8)", "2.30258509"), ("log(0)", "null")),
)


@way(LOG, "number: number", clocked=True)
def _log(runtime: Runtime, number: Decimal) -> Value:
    runtime.spend(POWER_COST)
    return apply(CONTEXT.ln, number)


EXP = builtin(
    "exp",
    clause=CLAUSE,
    zh="自然常数的幂",
    en="Euler's number raised to a power",
    examples=(("decimal(exp(5), 8)", "148.41315910"),),
)


@way(EXP, "number: number", clocked=True)
def _exp(runtime: Runtime, number: Decimal) -> Value:
    runtime.spend(POWER_COST)
    return apply(CONTEXT.exp, number)


def _parity(number: Decimal) -> Decimal:
    if number != number.to_integral_value():
        raise Undefined(f"{number} 不是整数", f"Expected a whole number, got {number}")
    return _modulo(number, Decimal(2))


ODD = builtin(
    "odd",
    clause=CLAUSE,
    zh="是否为奇数",
    en="Whether the number is odd",
    examples=(("odd(5)", "true"), ("odd(2)", "false")),
)
way(ODD, "number: number")(lambda number: _parity(number) == 1)

EVEN = builtin(
    "even",
    clause=CLAUSE,
    zh="是否为偶数",
    en="Whether the number is even",
    examples=(("even(2)", "true"), ("even(5)", "false")),
)
way(EVEN, "number: number")(lambda number: _parity(number) == 0)
