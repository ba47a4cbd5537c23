"""List functions that take, add and rearrange items (DMN 1.5, 10.3.4.4)."""

from __future__ import annotations

from decimal import Decimal

from engine.core.values import Value
from engine.feel.builtins.conversion import cut
from engine.feel.builtins.registry import builtin, way
from engine.feel.compare import equal, order
from engine.feel.errors import Undefined
from engine.feel.functions import Function
from engine.feel.limits import MAX_ITEMS, too_large
from engine.feel.ranges import Range, same_range
from engine.feel.runtime import Runtime

CLAUSE = "10.3.4.4"


def alike(left: Value, right: Value, runtime: Runtime) -> bool:
    """Equality as list functions use it: values of different kinds are simply not alike."""
    runtime.spend(1)
    if type(left) is Range and type(right) is Range:
        return same_range(left, right)
    return equal(left, right, runtime.spend) is True


CONTAINS = builtin(
    "list contains",
    clause=CLAUSE,
    zh="列表是否包含某个元素（可以是空值）",
    en="Whether the list contains the element, which may be null",
    examples=(
        ("list contains([1, 2, 3], 2)", "true"),
        ("list contains([1, null], null)", "true"),
        ('list contains(["a"], 1)', "false"),
    ),
)


@way(CONTAINS, "list: list, element: any", clocked=True)
def _contains(runtime: Runtime, items: list[Value], element: Value) -> Value:
    return any(alike(item, element, runtime) for item in items)


COUNT = builtin(
    "count",
    clause=CLAUSE,
    zh="列表的元素个数",
    en="The number of items",
    examples=(("count([1, 2, 3])", "3"), ("count([])", "0"), ("count([1, [2, 3]])", "2")),
)
way(COUNT, "list: list")(lambda items: Decimal(len(items)))

APPEND = builtin(
    "append",
    clause=CLAUSE,
    zh="在列表末尾加上元素",
    en="The list with items added at its end",
    examples=(("append([1], 2, 3)", "[1, 2, 3]"), ("append([], null)", "[null]")),
)
CONCATENATE = builtin(
    "concatenate",
    clause=CLAUSE,
    zh="把几个列表首尾相接",
    en="The lists one after the other",
    examples=(("concatenate([1, 2], [3])", "[1, 2, 3]"), ("concatenate([1], [])", "[1]")),
)


@way(APPEND, "list...: any")
def _append(values: list[Value]) -> Value:
    first = values[0]
    if first is None:
        raise Undefined("append 的第一个参数应为列表", "Expected a list as first argument")
    return [*(first if type(first) is list else [first]), *values[1:]]


@way(CONCATENATE, "list...: list")
def _concatenate(lists: list[list[Value]]) -> Value:
    if sum(map(len, lists)) > MAX_ITEMS:
        raise too_large("列表的元素数", "items in one list", MAX_ITEMS)
    return [item for items in lists for item in items]


SUBLIST = builtin(
    "sublist",
    clause=CLAUSE,
    zh="从第几个元素起（从 1 数，负数从末尾数）取若干元素",
    en="Items from a 1-based position (negative counts from the end), as many as asked",
    examples=(("sublist([4, 5, 6], 1, 2)", "[4, 5]"), ("sublist([4, 5, 6], -2)", "[5, 6]")),
)


@way(SUBLIST, "list: list, start position: number, length?: number")
def _sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    first = _place(items, start)
    if length is None:
        return items[first:]
    count = cut(length)
    if count < 0 or first + count > len(items):
        raise Undefined("长度超出列表", f"Expected a length within the list, got {count}")
    return items[first : first + count]


def _place(items: list[Value], position: Decimal) -> int:
    """The 0-based place of a 1-based or negative position. Raises Undefined outside the list."""
    place = cut(position)
    if place == 0 or abs(place) > len(items):
        raise Undefined(
            f"列表有 {len(items)} 项，没有第 {place} 项",
            f"Expected a position within a list of {len(items)}, got {place}",
        )
    return place - 1 if place > 0 else len(items) + place


INSERT = builtin(
    "insert before",
    clause=CLAUSE,
    zh="在指定位置之前插入元素",
    en="The list with an item inserted before a position",
    examples=(
        ("insert before([1, 3], 1, 2)", "[2, 1, 3]"),
        ("insert before([1], -1, 0)", "[0, 1]"),
    ),
)


@way(INSERT, "list: list, position: number, newItem: any")
def _insert(items: list[Value], position: Decimal, item: Value) -> Value:
    place = _place(items, position)
    return [*items[:place], item, *items[place:]]


REMOVE = builtin(
    "remove",
    clause=CLAUSE,
    zh="去掉指定位置的元素",
    en="The list without the item at a position",
    examples=(("remove([1, 2, 3], 2)", "[1, 3]"),),
)


@way(REMOVE, "list: list, position: number")
def _remove(items: list[Value], position: Decimal) -> Value:
    place = _place(items, position)
    return [*items[:place], *items[place + 1 :]]


REPLACE = builtin(
    "list replace",
    clause=CLAUSE,
    zh="替换指定位置的元素，或替换使函数为真的元素",
    en="Replaces the item at a position, or the items for which a function is true",
    examples=(
        ("list replace([2, 4, 7, 8], 3, 6)", "[2, 4, 6, 8]"),
        (
            "list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)",
            "[5, 5, 7, 8]",
        ),
    ),
)


@way(REPLACE, "list: list, position: number, newItem: any")
def _replace_at(items: list[Value], position: Decimal, item: Value) -> Value:
    place = _place(items, position)
    return [*items[:place], item, *items[place + 1 :]]


@way(REPLACE, "list: list, match: function, newItem: any", clocked=True)
def _replace_matching(runtime: Runtime, items: list[Value], match: Function, item: Value) -> Value:
    replaced = []
    for old in items:
        runtime.spend(1)
        verdict = match.call([old, item])
        if type(verdict) is not bool:
            raise Undefined("匹配函数应返回布尔值", "Expected a boolean from the match function")
        replaced.append(item if verdict else old)
    return replaced


REVERSE = builtin(
    "reverse",
    clause=CLAUSE,
    zh="把列表倒过来",
    en="The list in reverse order",
    examples=(("reverse([1, 2, 3])", "[3, 2, 1]"),),
)
way(REVERSE, "list: list")(lambda items: items[::-1])

INDEX = builtin(
    "index of",
    clause=CLAUSE,
    zh="某个元素出现的所有位置（从 1 数）",
    en="The 1-based positions at which the element stands",
    examples=(("index of([1, 2, 3, 2], 2)", "[2, 4]"), ("index of([1], 5)", "[]")),
)


@way(INDEX, "list: list, match: any", clocked=True)
def _index(runtime: Runtime, items: list[Value], match: Value) -> Value:
    return [Decimal(n) for n, item in enumerate(items, 1) if alike(item, match, runtime)]


DISTINCT = builtin(
    "distinct values",
    clause=CLAUSE,
    zh="去掉重复的元素，保留第一次出现的",
    en="The list without repeated items",
    examples=(("distinct values([1, 2, 3, 2, 1])", "[1, 2, 3]"),),
)
UNION = builtin(
    "union",
    clause=CLAUSE,
    zh="几个列表合并后去掉重复",
    en="The lists joined, without repeated items",
    examples=(("union([1, 2], [2, 3])", "[1, 2, 3]"),),
)


@way(DISTINCT, "list: list", clocked=True)
def _distinct(runtime: Runtime, items: list[Value]) -> Value:
    chosen: list[Value] = []
    for item in items:
        if not any(alike(item, other, runtime) for other in chosen):
            chosen.append(item)
    return chosen


@way(UNION, "list...: list", clocked=True)
def _union(runtime: Runtime, lists: list[list[Value]]) -> Value:
    return _distinct(runtime, _concatenate(lists))


FLATTEN = builtin(
    "flatten",
    clause=CLAUSE,
    zh="把嵌套的列表展开成一层",
    en="Nested lists as one flat list",
    examples=(("flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"),),
)


@way(FLATTEN, "list: list", clocked=True)
def _flatten(runtime: Runtime, items: list[Value]) -> Value:
    flat: list[Value] = []
    pending = [iter(items)]
    while pending:
        for item in pending[-1]:
            runtime.spend(1)
            if type(item) is list:
                pending.append(iter(item))
                break
            flat.append(item)
        else:
            pending.pop()
    return flat


SORT = builtin(
    "sort",
    clause="10.3.4.9",
    zh="按给定的先后函数排序；不给函数则从小到大",
    en="Sorts by a precedes function, or ascending without one",
    examples=(
        ("sort([3, 1, 2], function(x, y) x < y)", "[1, 2, 3]"),
        ("sort([3, 1, 2])", "[1, 2, 3]"),
        ('sort(list: ["a", "b"], precedes: function(x, y) x > y)', '["b", "a"]'),
    ),
)


@way(SORT, "list: list, precedes?: function", clocked=True)
def _sort(runtime: Runtime, items: list[Value], precedes: Function | None = None) -> Value:
    """A stable merge sort, since the order function is the author's and may be inconsistent."""
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left = _sort(runtime, items[:middle], precedes)
    right = _sort(runtime, items[middle:], precedes)
    merged: list[Value] = []
    i = j = 0
    while i < len(left) and j < len(right):
        runtime.spend(1)
        if _precedes(right[j], left[i], precedes):
            merged.append(right[j])
            j += 1
        else:
            merged.append(left[i])
            i += 1
    return [*merged, *left[i:], *right[j:]]


def _precedes(first: Value, second: Value, precedes: Function | None) -> bool:
    if precedes is not None:
        verdict = precedes.call([first, second])
    else:
        sign = order(first, second)
        verdict = None if sign is None else sign < 0
    if type(verdict) is not bool:
        raise Undefined("列表中有不能比较先后的元素", "Expected items that can be ordered")
    return verdict
