"""Describes built-in functions: signatures, argument checks, documentation and examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from engine.core.values import Value, YearMonthDuration
from engine.feel.errors import Undefined
from engine.feel.functions import Function
from engine.feel.ranges import Range
from engine.feel.runtime import Runtime
from engine.feel.types import kind_text

Bound = Callable[[Runtime, list[Value]], Value]
Example = tuple[str, str]

_ORDERED: Final = (Decimal, str, bool, date, datetime, time, timedelta, YearMonthDuration)
_KINDS: Final[dict[str, tuple[tuple[type, ...], str, str]]] = {
    "number": ((Decimal,), "数字", "a number"),
    "string": ((str,), "文本", "a string"),
    "boolean": ((bool,), "布尔值", "a boolean"),
    "list": ((list,), "列表", "a list"),
    "context": ((dict,), "对象", "a context"),
    "date": ((date,), "日期", "a date"),
    "time": ((time,), "时间", "a time"),
    "date and time": ((datetime,), "日期时间", "a date and time"),
    "calendar": ((date, datetime), "日期", "a date, or a date and time"),
    "clock": ((time, datetime), "时间", "a time, or a date and time"),
    "temporal": ((date, time, datetime), "日期或时间", "a date or time"),
    "days": ((timedelta,), "天时时长", "a days and time duration"),
    "months": ((YearMonthDuration,), "年月时长", "a years and months duration"),
    "duration": ((timedelta, YearMonthDuration), "时长", "a duration"),
    "numeric": ((Decimal, timedelta, YearMonthDuration), "数字或时长", "a number or duration"),
    "function": ((Function,), "函数", "a function"),
    "range": ((Range,), "区间", "a range"),
    "point": (_ORDERED, "可比较的值", "a value that has an order"),
}
"""Kinds of parameters: the accepted types, and what they are called. `any` accepts everything."""


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    kind: str
    optional: bool = False

    def coerce(self, value: Value) -> Value:
        """The argument as the function wants it. Raises Undefined if it does not fit.

        Single values become lists and lists of one become values (10.3.2.9.4).
        """
        if self.kind == "any":
            return value
        accepted, zh, en = _KINDS[self.kind]
        kind = type(value)
        if kind in accepted:
            return value
        if kind is int and Decimal in accepted:
            return Decimal(value)
        if self.kind == "list" and value is not None:
            return [value]
        if kind is list and len(value) == 1 and type(value[0]) in accepted:
            return value[0]
        got_zh, got_en = kind_text(value)
        raise Undefined(
            f"参数“{self.name}”应为{zh}，但得到{got_zh}",
            f"Expected {en} for parameter {self.name!r}, got {got_en}",
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function. A `variadic` one takes any number of its single parameter."""

    parameters: tuple[Parameter, ...]
    call: Callable[..., Value]
    variadic: bool = False
    clocked: bool = False

    def fits(self, count: int, names: Sequence[str] | None) -> bool:
        if names is not None:
            return not self.variadic and self._fits_names(names)
        if self.variadic:
            return count > 0
        required = sum(not parameter.optional for parameter in self.parameters)
        return required <= count <= len(self.parameters)

    def _fits_names(self, names: Sequence[str]) -> bool:
        known = {parameter.name for parameter in self.parameters}
        required = {parameter.name for parameter in self.parameters if not parameter.optional}
        return len(set(names)) == len(names) and required <= set(names) <= known

    def apply(self, runtime: Runtime, values: list[Value], names: Sequence[str] | None) -> Value:
        if self.variadic:
            arguments = [[self.parameters[0].coerce(value) for value in values]]
        else:
            arguments = self._place(values, names)
        return self.call(runtime, *arguments) if self.clocked else self.call(*arguments)

    def _place(self, values: list[Value], names: Sequence[str] | None) -> list[Value]:
        if names is None:
            return [p.coerce(value) for p, value in zip(self.parameters, values, strict=False)]
        given = dict(zip(names, values, strict=True))
        return [p.coerce(given[p.name]) if p.name in given else None for p in self.parameters]


@dataclass(frozen=True, slots=True, kw_only=True)
class Builtin:
    """A built-in function: what it is called, how it can be called, and how it is explained."""

    name: str
    clause: str
    zh: str
    en: str
    examples: tuple[Example, ...]
    signatures: list[Signature] = field(default_factory=list)

    def bind(self, count: int, names: Sequence[str] | None) -> Bound:
        """The function for this number (or these names) of arguments. Raises Undefined."""
        chosen = [signature for signature in self.signatures if signature.fits(count, names)]
        if not chosen:
            raise self._no_signature(count, names)
        if len(chosen) == 1:
            only = chosen[0]
            return lambda runtime, values: only.apply(runtime, values, names)
        return lambda runtime, values: _first_fit(chosen, runtime, values, names)

    def _no_signature(self, count: int, names: Sequence[str] | None) -> Undefined:
        ways = " | ".join(self.usage())
        given = ", ".join(names) if names is not None else str(count)
        return Undefined(
            f"函数“{self.name}”的参数不对（给了 {given}），写法：{ways}",
            f"Expected {ways}, got {given} arguments",
        )

    def usage(self) -> list[str]:
        """How each signature is written, for people."""
        return [f"{self.name}({_usage(signature)})" for signature in self.signatures]

    def value(self, runtime: Runtime) -> Function:
        """The function as a value, for passing to other functions."""
        names = tuple(parameter.name for parameter in self.signatures[0].parameters)
        return Function(
            self.name, names, lambda values: self.bind(len(values), None)(runtime, values)
        )


def _usage(signature: Signature) -> str:
    if signature.variadic:
        return f"{signature.parameters[0].name}, ..."
    return ", ".join(p.name + ("?" if p.optional else "") for p in signature.parameters)


def _first_fit(
    chosen: list[Signature], runtime: Runtime, values: list[Value], names: Sequence[str] | None
) -> Value:
    """The result of the first signature whose parameter types fit."""
    failure: Undefined | None = None
    for signature in chosen:
        try:
            arguments = signature._place(values, names) if not signature.variadic else None
        except Undefined as error:
            failure = failure or error
            continue
        if arguments is None:
            return signature.apply(runtime, values, names)
        if signature.clocked:
            return signature.call(runtime, *arguments)
        return signature.call(*arguments)
    raise failure or Undefined("参数不对", "Expected other arguments")


BUILTINS: Final[dict[str, Builtin]] = {}


def builtin(name: str, *, clause: str, zh: str, en: str, examples: tuple[Example, ...]) -> Builtin:
    """Registers a function; its signatures are added with `way`."""
    entry = Builtin(name=name, clause=clause, zh=zh, en=en, examples=examples)
    BUILTINS[name] = entry
    return entry


def way(
    entry: Builtin, parameters: str, *, clocked: bool = False
) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Adds a signature, written `name: kind, other?: kind` or `list...: kind`.

    A clocked function also gets the Runtime, for the recorded clock and the step budget.
    """
    variadic = "...:" in parameters
    described = tuple(_parameter(part) for part in parameters.split(", ") if part)

    def register(call: Callable[..., Any]) -> Callable[..., Any]:
        entry.signatures.append(Signature(described, call, variadic, clocked))
        return call

    return register


def _parameter(text: str) -> Parameter:
    name, _, kind = text.partition(": ")
    bare = name.removesuffix("...").removesuffix("?")
    if kind != "any" and kind not in _KINDS:
        raise KeyError(kind)
    return Parameter(bare, kind, optional=name.endswith("?"))
