"""List functions that answer one value: extremes, sums, statistics, all and any (10.3.4.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import reduce

from engine.core.values import Value, YearMonthDuration
from engine.feel.arithmetic import add
from engine.feel.builtins.registry import Builtin, builtin, way
from engine.feel.compare import order
from engine.feel.errors import Undefined
from engine.feel.numbers import CONTEXT, apply

CLAUSE = "10.3.4.4"


def _aggregate(entry: Builtin, call: Callable[[list[Value]], Value]) -> None:
    """Registers the form over one list and the form over any number of arguments."""
    way(entry, "list: list")(call)
    way(entry, "c...: any")(lambda values: call(values) if len(values) > 1 else None)


def _numbers(items: list[Value]) -> list[Decimal]:
    if any(type(item) is not Decimal and type(item) is not int for item in items):
        raise Undefined("列表应只含数字", "Expected a list of numbers")
    return [Decimal(item) for item in items]


def _extreme(items: list[Value], wanted: int) -> Value:
    if not items:
        return None
    best = items[0]
    if order(best, best) is None:
        raise Undefined("列表中有不能比较的元素", "Expected items that can be ordered")
    for item in items[1:]:
        sign = order(item, best)
        if sign is None:
            raise Undefined("列表中有不能比较的元素", "Expected items of one ordered kind")
        if sign * wanted > 0:
            best = item
    return best


MIN = builtin(
    "min",
    clause=CLAUSE,
    zh="最小的元素；空列表为空",
    en="The least item; null for an empty list",
    examples=(("min([1, 2, 3])", "1"), ("min(3, 1, 2)", "1"), ("min([])", "null")),
)
_aggregate(MIN, lambda items: _extreme(items, -1))

MAX = builtin(
    "max",
    clause=CLAUSE,
    zh="最大的元素；空列表为空",
    en="The greatest item; null for an empty list",
    examples=(("max([1, 2, 3])", "3"), ('max("a", "b")', '"b"'), ("max([])", "null")),
)
_aggregate(MAX, lambda items: _extreme(items, 1))

SUM = builtin(
    "sum",
    clause=CLAUSE,
    zh="数字或时长之和；空列表为空",
    en="The sum of numbers or durations; null for an empty list",
    examples=(("sum([1, 2, 3])", "6"), ("sum(0.1, 0.2)", "0.3"), ("sum([])", "null")),
)


def _sum(items: list[Value]) -> Value:
    if not items:
        return None
    if isinstance(items[0], timedelta | YearMonthDuration):
        if any(type(item) is not type(items[0]) for item in items):
            raise Undefined("列表应只含同类时长", "Expected durations of one kind")
        return reduce(add, items)
    return apply(lambda: reduce(CONTEXT.add, _numbers(items)))


_aggregate(SUM, _sum)

MEAN = builtin(
    "mean",
    clause=CLAUSE,
    zh="平均值；空列表为空",
    en="The arithmetic mean; null for an empty list",
    examples=(("mean([1, 2, 3])", "2"), ("mean(1, 2)", "1.5"), ("mean([])", "null")),
)


def _mean(items: list[Value]) -> Value:
    if not items:
        return None
    numbers = _numbers(items)
    return apply(lambda: CONTEXT.divide(reduce(CONTEXT.add, numbers), Decimal(len(numbers))))


_aggregate(MEAN, _mean)

PRODUCT = builtin(
    "product",
    clause=CLAUSE,
    zh="乘积；空列表为空",
    en="The product; null for an empty list",
    examples=(("product([2, 3, 4])", "24"), ("product([])", "null")),
)
_aggregate(
    PRODUCT,
    lambda items: apply(lambda: reduce(CONTEXT.multiply, _numbers(items))) if items else None,
)

MEDIAN = builtin(
    "median",
    clause=CLAUSE,
    zh="中位数；空列表为空",
    en="The median; null for an empty list",
    examples=(("median(8, 2, 5, 3, 4)", "4"), ("median([6, 1, 2, 3])", "2.5")),
)


def _median(items: list[Value]) -> Value:
    if not items:
        return None
    numbers = sorted(_numbers(items))
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    pair = numbers[middle - 1], numbers[middle]
    return apply(lambda: CONTEXT.divide(CONTEXT.add(*pair), Decimal(2)))


_aggregate(MEDIAN, _median)

STDDEV = builtin(
    "stddev",
    clause=CLAUSE,
    zh="样本标准差；少于两个数字为空",
    en="The sample standard deviation; null for fewer than two numbers",
    examples=(("stddev([2, 4, 7, 5]) > 2.081", "true"), ("stddev([47])", "null")),
)


def _stddev(items: list[Value]) -> Value:
    numbers = _numbers(items)
    if len(numbers) < 2:
        return None
    mean = _mean(items)

    def deviation() -> Decimal:
        squares = [CONTEXT.power(CONTEXT.subtract(n, mean), Decimal(2)) for n in numbers]
        total = reduce(CONTEXT.add, squares)
        return CONTEXT.sqrt(CONTEXT.divide(total, Decimal(len(numbers) - 1)))

    return apply(deviation)


_aggregate(STDDEV, _stddev)

MODE = builtin(
    "mode",
    clause=CLAUSE,
    zh="出现最多的数字（可有多个，从小到大）",
    en="The most frequent numbers, ascending",
    examples=(
        ("mode(6, 3, 9, 6, 6)", "[6]"),
        ("mode([6, 1, 9, 6, 1])", "[1, 6]"),
        ("mode([])", "[]"),
    ),
)


def _mode(items: list[Value]) -> Value:
    counts: dict[Decimal, int] = {}
    for number in _numbers(items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


_aggregate(MODE, _mode)


def _junction(items: list[Value], deciding: bool) -> Value:
    """Three-valued: decided by one item, else null if an item is not a boolean."""
    if any(item is deciding for item in items):
        return deciding
    if any(item is not None and type(item) is not bool for item in items):
        raise Undefined("列表应只含布尔值", "Expected a list of booleans")
    return None if any(item is None for item in items) else not deciding


ALL = builtin(
    "all",
    clause=CLAUSE,
    zh="是否全部为真；空列表为真",
    en="Whether all items are true; true for an empty list",
    examples=(
        ("all([true, false])", "false"),
        ("all([])", "true"),
        ("all([true, null])", "null"),
        ("all(true, true)", "true"),
    ),
)
_aggregate(ALL, lambda items: _junction(items, False))

ANY = builtin(
    "any",
    clause=CLAUSE,
    zh="是否有一个为真；空列表为假",
    en="Whether an item is true; false for an empty list",
    examples=(
        ("any([false, true])", "true"),
        ("any([])", "false"),
        ("any([false, null])", "null"),
    ),
)
_aggregate(ANY, lambda items: _junction(items, True))
