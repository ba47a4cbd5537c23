"""One compiled expression at its place in a diagram, and how its failures are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.core.definition import Element
from engine.core.events import Reason
from engine.core.state import IncidentKind
from engine.core.values import Value, in_order, to_plain
from engine.errors import GuichengError, InvalidCommand, Text
from engine.feel import Compiled
from engine.kernel.failures import Stuck

_LONGEST: Final = 60
_AROUND: Final = 2  # levels that an event puts around a value
_BEYOND: Final = Text(zh="日期超出公元 9999 年", en="a date beyond the year 9999")


def shown(value: Value) -> str:
    """A value as short text for a sentence."""
    text = "null" if value is None else f'"{value}"' if type(value) is str else str(in_order(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """FEEL that belongs to an element; evaluated strictly, so that nothing is guessed. What the
    process declares is null as long as nobody has set it."""

    text: str
    compiled: Compiled
    element: Element

    def value(self, variables: Mapping[str, Value], now: datetime) -> Value:
        """The value. Raises Stuck (`expression`) when it cannot be calculated."""
        try:
            return self.compiled.evaluate(variables, now=now, strict=True)
        except (GuichengError, OverflowError) as error:
            why = error.text if isinstance(error, GuichengError) else _BEYOND
            read = self._read(variables)
            raise Stuck(
                IncidentKind.EXPRESSION,
                self.element,
                f"表达式 {self.text} 无法计算：{why.zh}{read.zh}",
                f"Expression {self.text} cannot be evaluated: {why.en}{read.en}",
            ) from error

    def storable(self, variables: Mapping[str, Value], now: datetime) -> Value:
        """The value, for a variable. Raises Stuck when it is not one that can be kept."""
        value = self.value(variables, now)
        if type(value) not in (dict, list):
            return value
        try:
            to_plain(value, _AROUND)
        except InvalidCommand as error:
            raise Stuck(
                IncidentKind.EXPRESSION,
                self.element,
                f"表达式 {self.text} 的结果不能保存：{error.text.zh}",
                f"The result of {self.text} cannot be kept: {error.text.en}",
            ) from error
        return value

    def holds(self, variables: Mapping[str, Value], now: datetime) -> bool:
        """The value of a condition. Raises Stuck when it is not true or false."""
        value = self.value(variables, now)
        if type(value) is not bool:
            raise self.unfit(value, variables, Text(zh="真或假", en="true or false"))
        return value

    def is_true(self, variables: Mapping[str, Value], now: datetime) -> bool:
        """Whether the condition of an event holds; what cannot be known yet (null) does not.
        Raises Stuck for any other value."""
        try:
            value = self.compiled.evaluate(variables, now=now)
        except (GuichengError, OverflowError):
            value = self.value(variables, now)  # tells what is wrong
        if value is None or type(value) is bool:
            return value is True
        raise self.unfit(value, variables, Text(zh="真或假", en="true or false"))

    def reason(self, variables: Mapping[str, Value], now: datetime) -> Reason:
        """Why the way that this condition guards was taken."""
        explained = self.compiled.explain(variables, now=now, strict=True)
        return Reason(
            expression=explained.expression,
            reads=tuple(explained.reads),
            result=explained.result,
            zh=explained.text.zh,
            en=explained.text.en,
        )

    def read_by(
        self, variables: Mapping[str, Value], now: datetime
    ) -> tuple[tuple[str, Value], ...]:
        """What its evaluation reads, as the reason of a choice tells it."""
        return self.compiled.trace(variables, now=now, strict=True)[0]

    def unfit(self, value: Value, variables: Mapping[str, Value], expected: Text) -> Stuck:
        """The incident for a value of another kind than this place needs."""
        read = self._read(variables)
        return Stuck(
            IncidentKind.EXPRESSION,
            self.element,
            f"表达式 {self.text} 应得到{expected.zh}，实际为 {shown(value)}{read.zh}",
            f"Expected {self.text} to give {expected.en}, got {shown(value)}{read.en}",
        )

    def _read(self, variables: Mapping[str, Value]) -> Text:
        names = sorted(self.compiled.reads)
        pairs = [f"{name} = {shown(variables.get(name))}" for name in names]
        if not pairs:
            return Text(zh="", en="")
        return Text(zh=f"（读到 {'，'.join(pairs)}）", en=f" (it read {', '.join(pairs)})")
