"""What kinds of value an expression can have, as far as its text alone tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from engine.core.values import YearMonthDuration
from engine.feel import nodes

Kinds = frozenset[str]
"""Some of: boolean number string temporal duration list context function range null."""

_BOOLEAN: Final = frozenset({"boolean"})
_LIST: Final = frozenset({"list"})
_SCALED: Final = frozenset({"number", "duration"})
_SUM: Final = frozenset({"number", "string", "temporal", "duration"})
_OF_VALUES: Final[tuple[tuple[type, str], ...]] = (
    (bool, "boolean"),
    (Decimal, "number"),
    (int, "number"),
    (str, "string"),
    (date, "temporal"),
    (datetime, "temporal"),
    (time, "temporal"),
    (timedelta, "duration"),
    (YearMonthDuration, "duration"),
    (type(None), "null"),
)
_FUNCTIONS: Final = {
    "boolean": "not,contains,starts with,ends with,matches,list contains,all,any,odd,even,"
    "is defined,is,is workday",
    "number": "count,sum,mean,median,stddev,floor,ceiling,abs,modulo,sqrt,log,exp,decimal,number,"
    "round up,round down,round half up,round half down,string length,product,day of year,"
    "week of year",
    "string": "string,substring,substring before,substring after,upper case,lower case,replace,"
    "string join,day of week,month of year",
    "temporal": "date,time,date and time,now,today,workdays after,last day of month",
    "duration": "duration,years and months duration",
    "list": "append,concatenate,insert before,remove,reverse,index of,union,distinct values,"
    "flatten,sort,split,sublist,get entries",
    "context": "context,context put,context merge",
}
_RESULTS: Final = {name: kind for kind, text in _FUNCTIONS.items() for name in text.split(",")}


def kinds_of(node: nodes.Node) -> Kinds | None:
    """The kinds of value besides null that the expression can give; None: any of them."""
    known = _HANDLERS.get(type(node))
    return None if known is None else known(node)


def _literal(node: nodes.Literal) -> Kinds | None:
    return next((frozenset({name}) for kind, name in _OF_VALUES if type(node.value) is kind), None)


def _binary(node: nodes.Binary) -> Kinds | None:
    if node.operator in ("+", "-"):
        return _SUM
    return _SCALED if node.operator in ("*", "/", "**") else _BOOLEAN


def _if(node: nodes.If) -> Kinds | None:
    then, otherwise = kinds_of(node.then), kinds_of(node.otherwise)
    return None if then is None or otherwise is None else then | otherwise


def _call(node: nodes.Call) -> Kinds | None:
    function = node.function
    if not isinstance(function, nodes.Name) or function.reference is not nodes.Reference.FUNCTION:
        return None
    found = _RESULTS.get(function.name)
    return None if found is None else frozenset({found})


def _always(kinds: Kinds) -> Callable[[Any], Kinds | None]:
    return lambda _: kinds


_HANDLERS: Final[Mapping[type, Callable[[Any], Kinds | None]]] = {
    nodes.Literal: _literal,
    nodes.Binary: _binary,
    nodes.If: _if,
    nodes.Call: _call,
    nodes.Negate: _always(_SCALED),
    nodes.ListLiteral: _always(_LIST),
    nodes.For: _always(_LIST),
    nodes.ContextLiteral: _always(frozenset({"context"})),
    nodes.FunctionLiteral: _always(frozenset({"function"})),
    nodes.RangeLiteral: _always(frozenset({"range"})),
    nodes.Junction: _always(_BOOLEAN),
    nodes.Between: _always(_BOOLEAN),
    nodes.In: _always(_BOOLEAN),
    nodes.InstanceOf: _always(_BOOLEAN),
    nodes.Quantified: _always(_BOOLEAN),
}
