"""FEEL types as written after `instance of` and in function parameters (DMN 1.5, 10.3.1.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.core.values import Value, YearMonthDuration
from engine.feel.functions import Function
from engine.feel.ranges import Range

_CHECKS: Final[dict[str, Callable[[Value], bool]]] = {
    "Any": lambda value: value is not None,
    "Null": lambda value: value is None,
    "number": lambda value: type(value) in (Decimal, int),
    "string": lambda value: type(value) is str,
    "boolean": lambda value: type(value) is bool,
    "date": lambda value: type(value) is date,
    "time": lambda value: type(value) is time,
    "date and time": lambda value: type(value) is datetime,
    "days and time duration": lambda value: type(value) is timedelta,
    "years and months duration": lambda value: type(value) is YearMonthDuration,
    "list": lambda value: type(value) is list,
    "context": lambda value: type(value) is dict,
    "function": lambda value: isinstance(value, Function),
    "range": lambda value: isinstance(value, Range),
}

ALIASES: Final = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
}
"""Names that older models use for the same types."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type; the base class stands for one of the named types."""

    name: str

    def holds(self, value: Value) -> bool:
        """Whether the value is of the type; null is only of the type Null."""
        return _CHECKS[self.name](value)


@dataclass(frozen=True, slots=True)
class ListType(Type):
    item: Type

    def holds(self, value: Value) -> bool:
        return type(value) is list and all(accepts(self.item, item) for item in value)


@dataclass(frozen=True, slots=True)
class ContextType(Type):
    fields: tuple[tuple[str, Type], ...]

    def holds(self, value: Value) -> bool:
        if type(value) is not dict:
            return False
        return all(name in value and accepts(kind, value[name]) for name, kind in self.fields)


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    item: Type

    def holds(self, value: Value) -> bool:
        if not isinstance(value, Range):
            return False
        return all(end is None or self.item.holds(end) for end in (value.start, value.end))


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    parameters: tuple[Type, ...]
    result: Type

    def holds(self, value: Value) -> bool:
        """By arity only: function values carry no types of their own."""
        return isinstance(value, Function) and len(value.parameters) == len(self.parameters)


@dataclass(frozen=True, slots=True)
class NamedType(Type):
    """A type that the host defines, such as an item definition of a decision model."""

    check: Callable[[Value], bool]

    def holds(self, value: Value) -> bool:
        return value is not None and self.check(value)


_PARAMETRIC: Final = frozenset({"list", "context", "function", "range"})


def is_complete(kind: Type) -> bool:
    """Whether it is a type of FEEL's lattice: a list, context, function or range without
    parameters is none (10.3.2.15, Table 61)."""
    if isinstance(kind, ListType | RangeType):
        return is_complete(kind.item)
    if isinstance(kind, ContextType):
        return all(is_complete(field) for _, field in kind.fields)
    if isinstance(kind, FunctionType):
        return all(is_complete(one) for one in (*kind.parameters, kind.result))
    return type(kind) is not Type or kind.name not in _PARAMETRIC


ANY: Final = Type("Any")
SIMPLE: Final = frozenset(_CHECKS)


def accepts(kind: Type, value: Value) -> bool:
    """Whether the value may stand where the type is expected: null may stand anywhere."""
    return value is None or kind.holds(value)


_KIND_TEXT: Final = {
    type(None): ("空值", "null"),
    bool: ("布尔值", "a boolean"),
    Decimal: ("数字", "a number"),
    int: ("数字", "a number"),
    str: ("文本", "a string"),
    date: ("日期", "a date"),
    time: ("时间", "a time"),
    datetime: ("日期时间", "a date and time"),
    timedelta: ("天时时长", "a days and time duration"),
    YearMonthDuration: ("年月时长", "a years and months duration"),
    list: ("列表", "a list"),
    dict: ("对象", "a context"),
    Range: ("区间", "a range"),
    Function: ("函数", "a function"),
}


def kind_text(value: Value) -> tuple[str, str]:
    """What kind of value this is, in zh and en."""
    return _KIND_TEXT.get(type(value), ("未知类型", "a value of an unknown kind"))
