"""Range functions: relations between points and ranges, and `range` (DMN 1.5, 10.3.4.7)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from engine.core.values import Value
from engine.feel.builtins.registry import Builtin, builtin, way
from engine.feel.compare import equal, order
from engine.feel.errors import Undefined
from engine.feel.numbers import read_number
from engine.feel.ranges import Range
from engine.feel.temporal import read_date, read_datetime, read_duration, read_temporal, read_time

CLAUSE = "10.3.4.7"
Relation = Callable[[Range, Range], bool]


def _compare(left: Value, left_infinite: int, right: Value, right_infinite: int) -> int:
    """The order of two ends; a missing end lies infinitely far on the side given."""
    if left is None or right is None:
        first = left_infinite if left is None else 0
        second = right_infinite if right is None else 0
        return first - second
    sign = order(left, right)
    if sign is None:
        raise Undefined("区间和点的类型不同", "Expected points and ranges of one ordered kind")
    return sign


def _starts(left: Range, right: Range) -> int:
    """The order of the two starts: an included start comes before an excluded one."""
    sign = _compare(left.start, -1, right.start, -1)
    return sign or int(right.start_included) - int(left.start_included)


def _ends(left: Range, right: Range) -> int:
    """The order of the two ends: an excluded end comes before an included one."""
    sign = _compare(left.end, 1, right.end, 1)
    return sign or int(left.end_included) - int(right.end_included)


def _end_before_start(left: Range, right: Range) -> bool:
    sign = _compare(left.end, 1, right.start, -1)
    return sign < 0 or (sign == 0 and not (left.end_included and right.start_included))


def _meets(left: Range, right: Range) -> bool:
    touching = left.end is not None and right.start is not None
    return (
        touching
        and left.end_included
        and right.start_included
        and _compare(left.end, 1, right.start, -1) == 0
    )


def _overlaps(left: Range, right: Range) -> bool:
    return not _end_before_start(left, right) and not _end_before_start(right, left)


def _overlaps_before(left: Range, right: Range) -> bool:
    return (
        _starts(left, right) < 0 and not _end_before_start(left, right) and _ends(left, right) <= 0
    )


def _includes(left: Range, right: Range) -> bool:
    return _starts(left, right) <= 0 and _ends(left, right) >= 0


def _coincides(left: Range, right: Range) -> bool:
    return _starts(left, right) == 0 and _ends(left, right) == 0


def _finishes(left: Range, right: Range) -> bool:
    return _ends(left, right) == 0 and _starts(left, right) >= 0


def _begins(left: Range, right: Range) -> bool:
    return _starts(left, right) == 0 and _ends(left, right) <= 0


def _swapped(relation: Relation) -> Relation:
    return lambda left, right: relation(right, left)


def _point(value: Value) -> Range:
    """A point as the range of itself alone; all relations hold for it as for a range."""
    return Range(value, value, True, True)


def _relation(
    name: str, texts: tuple[str, str], relation: Relation, forms: str, example: str
) -> None:
    """Registers a relation for the forms it has: pp, pr, rp and rr for points and ranges."""
    entry = builtin(
        name, clause=CLAUSE, zh=texts[0], en=texts[1], examples=((f"{name}({example})", "true"),)
    )
    for form in forms.split():
        _form(entry, relation, form)


_NAMES: Final = {
    "pp": ("point1: point", "point2: point"),
    "pr": ("point: point", "range: range"),
    "rp": ("range: range", "point: point"),
    "rr": ("range1: range", "range2: range"),
}


def _form(entry: Builtin, relation: Relation, form: str) -> None:
    @way(entry, ", ".join(_NAMES[form]))
    def _call(left: Value, right: Value) -> Value:
        first = left if form[0] == "r" else _point(left)
        second = right if form[1] == "r" else _point(right)
        return relation(first, second)


_relation(
    "before",
    ("是否全部在后者之前", "Whether the first lies wholly before the second"),
    _end_before_start,
    "pp pr rp rr",
    "[1..5), [5..10]",
)
_relation(
    "after",
    ("是否全部在后者之后", "Whether the first lies wholly after the second"),
    _swapped(_end_before_start),
    "pp pr rp rr",
    "10, [1..5]",
)
_relation(
    "meets",
    ("前者的终点是否正是后者的起点", "Whether the first ends where the second starts"),
    _meets,
    "rr",
    "[1..5], [5..10]",
)
_relation(
    "met by",
    ("前者的起点是否正是后者的终点", "Whether the first starts where the second ends"),
    _swapped(_meets),
    "rr",
    "[5..10], [1..5]",
)
_relation(
    "overlaps",
    ("两个区间是否有共同的部分", "Whether the two have a part in common"),
    _overlaps,
    "rr",
    "[1..5], [3..8]",
)
_relation(
    "overlaps before",
    ("是否先开始且与后者的前部重叠", "Whether the first starts earlier and overlaps the second"),
    _overlaps_before,
    "rr",
    "[1..5], [3..8]",
)
_relation(
    "overlaps after",
    ("是否后结束且与后者的后部重叠", "Whether the first ends later and overlaps the second"),
    _swapped(_overlaps_before),
    "rr",
    "[3..8], [1..5]",
)
_relation(
    "finishes",
    ("是否与后者同时结束且不更早开始", "Whether the first ends with the second, within it"),
    _finishes,
    "pr rr",
    "[5..10], [1..10]",
)
_relation(
    "finished by",
    ("后者是否与它同时结束且不更早开始", "Whether the second ends with the first, within it"),
    _swapped(_finishes),
    "rp rr",
    "[1..10], 10",
)
_relation(
    "includes",
    ("是否包含后者", "Whether the first includes the second"),
    _includes,
    "rp rr",
    "[1..10], [4..6]",
)
_relation(
    "during",
    ("是否在后者之内", "Whether the first lies within the second"),
    _swapped(_includes),
    "pr rr",
    "5, [1..10]",
)
_relation(
    "starts",
    ("是否与后者同时开始且不更晚结束", "Whether the first starts with the second, within it"),
    _begins,
    "pr rr",
    "[1..5], [1..10]",
)
_relation(
    "started by",
    ("后者是否与它同时开始且不更晚结束", "Whether the second starts with the first, within it"),
    _swapped(_begins),
    "rp rr",
    "[1..10], 1",
)
_relation(
    "coincides",
    ("两者是否完全相同", "Whether the two are the same"),
    _coincides,
    "pp rr",
    "[1..5], [1..5]",
)

RANGE = builtin(
    "range",
    clause="10.3.4.1",
    zh="由文本得到区间，端点须为字面量",
    en="A range from a string; its ends must be literals",
    examples=(
        ('range("[18..21)") = [18..21)', "true"),
        ('range("[abc..21)")', "null"),
        ('5 in range("(..10]")', "true"),
    ),
)
_RANGE: Final = re.compile(r"([\[(\]])(.*?)\.\.(.*)([\])\[])")
_NUMBER: Final = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_AT: Final = re.compile(r'@"([^"]*)"')
_CALL: Final = re.compile(r'(date|time|date and time|duration)\("([^"]*)"\)')
_TEXT: Final = re.compile(r'"([^"\\]*)"')
_READERS: Final[dict[str, Callable[[str], Value]]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_datetime,
    "duration": read_duration,
}


@way(RANGE, "from: string")
def _range(text: str) -> Value:
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise _not_a_range(text)
    low, high = _end(match[2].strip(), text), _end(match[3].strip(), text)
    if low is None and high is None:
        raise _not_a_range(text)
    if low is not None and high is not None:
        sign = order(low, high)
        if sign is None or sign > 0:
            raise _not_a_range(text)
    start_included = match[1] == "[" and low is not None
    return Range(low, high, start_included, match[4] == "]" and high is not None)


def _not_a_range(text: str) -> Undefined:
    return Undefined(f"“{text[:40]}”不是区间", f"Expected a range, got {text[:40]!r}")


def _end(written: str, text: str) -> Value:
    if not written or written == "null":
        return None
    if _NUMBER.fullmatch(written):
        return read_number(written)
    for pattern, read in ((_AT, read_temporal), (_TEXT, str)):
        match = pattern.fullmatch(written)
        if match is not None:
            return read(match[1])
    call = _CALL.fullmatch(written)
    if call is None:
        raise _not_a_range(text)
    return _READERS[call[1]](call[2])


IS = builtin(
    "is",
    clause="10.3.4.6",
    zh="两个值是否同类且完全相同（时差也须相同）",
    en="Whether two values are of one kind and the same, time offsets included",
    examples=(
        ('is(date("2012-12-25"), time("23:00:50"))', "false"),
        ('is(time("23:00:50Z"), time("23:00:50"))', "false"),
        ('is(@"2012-12-25", @"2012-12-25")', "true"),
    ),
)


@way(IS, "value1: any, value2: any")
def _is(left: Value, right: Value) -> Value:
    if type(left) is not type(right) or equal(left, right) is not True:
        return False
    zones = [getattr(value, "tzinfo", None) for value in (left, right)]
    return str(zones[0]) == str(zones[1])
