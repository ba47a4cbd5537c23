"""What one evaluation carries: scopes of values, the recorded clock, the remaining budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from engine.core.values import Value
from engine.feel.errors import FeelTypeError, Undefined, line_and_column
from engine.feel.functions import Function
from engine.feel.limits import (
    CALL_COST,
    MAX_CALL_HEIGHT,
    MAX_ITEMS,
    MAX_NESTING,
    MAX_STEPS,
    MAX_STRING,
    too_deep,
    too_large,
    too_many_steps,
)
from engine.feel.ranges import Range
from engine.feel.types import kind_text

MISSING: Final[Any] = object()
NO_NAMES: Final[frozenset[str]] = frozenset()


class Runtime:
    """The mutable part of one evaluation. `trace` collects what was read, or is None. `unset` are
    names that are null where nobody has set them: no error, though `is defined` says false."""

    __slots__ = ("height", "now", "steps", "strict", "trace", "unset")

    def __init__(
        self,
        now: datetime | None,
        strict: bool,
        trace: dict[str, Value] | None = None,
        unset: frozenset[str] = NO_NAMES,
    ) -> None:
        self.unset = unset
        self.now = now
        self.strict = strict
        self.trace = trace
        self.steps = MAX_STEPS
        self.height = 0

    def spend(self, steps: int) -> None:
        """Takes steps from the budget. Raises FeelLimitError when it is used up."""
        self.steps -= steps
        if self.steps < 0:
            raise too_many_steps()

    def charge(self, arguments: list[Value]) -> None:
        """Takes the steps of one call over these arguments, by their size."""
        steps = 1
        for argument in arguments:
            kind = type(argument)
            if kind is str:
                steps += len(argument) >> 6
            elif kind is list:
                steps += len(argument) >> 3
        self.spend(steps)

    def enter_call(self, height: int) -> None:
        self.spend(CALL_COST)
        self.height += height
        if self.height > MAX_CALL_HEIGHT:
            raise too_deep()

    def leave_call(self, height: int) -> None:
        self.height -= height

    def check_size(self, value: Value) -> Value:
        """The value, paid for by its size. Raises FeelLimitError if it is too large."""
        kind = type(value)
        if kind is str:
            if len(value) > MAX_STRING:
                raise too_large("文本的字符数", "characters in one string", MAX_STRING)
            self.steps -= len(value) >> 6
        elif kind is list or kind is dict:
            self.spend(len(value))
        return value


class Frame:
    """One scope of values. `variables` are those of the caller, whatever the depth."""

    __slots__ = ("parent", "runtime", "values", "variables")

    def __init__(
        self,
        values: Mapping[str, Value],
        parent: Frame | None,
        variables: Mapping[str, Value],
        runtime: Runtime,
    ) -> None:
        self.values = values
        self.parent = parent
        self.variables = variables
        self.runtime = runtime

    def inner(self, values: Mapping[str, Value]) -> Frame:
        return Frame(values, self, self.variables, self.runtime)


Evaluate = Callable[[Frame], Value]


class Site:
    """A place in an expression that can answer null, or refuse in strict evaluation."""

    __slots__ = ("offset", "text")

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset

    def null(self, frame: Frame, zh: str, en: str) -> Value:
        """None in lenient evaluation. Raises FeelTypeError in strict evaluation."""
        if frame.runtime.strict:
            line, column = line_and_column(self.text, self.offset)
            raise FeelTypeError(
                f"第 {line} 行第 {column} 列：{zh}", f"Line {line}, column {column}: {en}"
            )
        return None

    def undefined(self, frame: Frame, error: Undefined) -> Value:
        return self.null(frame, error.zh, error.en)


def measure(value: Value) -> bool:
    """Whether a list or context holds values that cannot leave (ranges and functions).

    Raises FeelLimitError beyond the bounds. Shared parts count each time: `[x, x]` repeated
    thirty times is small here but not in JSON.
    """
    count, bound_inside = 0, False
    pending: list[tuple[Value, int]] = [(value, 1)]
    while pending:
        node, level = pending.pop()
        items = node if type(node) is list else node.values()
        count += len(node)
        if count > MAX_ITEMS:
            raise too_large("结果的元素数", "items in the result", MAX_ITEMS)
        if level > MAX_NESTING:
            raise too_deep()
        for item in items:
            kind = type(item)
            if kind is list or kind is dict:
                pending.append((item, level + 1))
            elif kind is Range or kind is Function:
                bound_inside = True
    return bound_inside


def leave(value: Value, strict: bool) -> Value:
    """The value as it may leave the evaluation: without ranges and functions.

    They become null; strict evaluation raises FeelTypeError instead.
    """
    kind = type(value)
    if kind is Range or kind is Function:
        if strict:
            zh, en = kind_text(value)
            raise FeelTypeError(f"结果不能是{zh}", f"Expected a value that can be stored, got {en}")
        return None
    if (kind is list or kind is dict) and measure(value):
        return _without(value, strict)
    return value


def _without(value: Value, strict: bool) -> Value:
    """A copy; the caller has checked the bounds, so that the recursion is bounded too."""
    if type(value) is list:
        return [_without(item, strict) for item in value]
    if type(value) is dict:
        return {key: _without(item, strict) for key, item in value.items()}
    return leave(value, strict)
