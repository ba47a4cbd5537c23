"""Takes the place of SpiffWorkflow's script engine: FEEL that was compiled at deployment, by key.

SpiffWorkflow hands texts of a diagram to Python's eval. Here it never sees one: its conditions
carry keys, and the only thing that a key can do is to look up an expression that the FEEL compiler
accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NoReturn

from engine.core.definition import Element
from engine.core.events import Reason
from engine.core.state import IncidentKind
from engine.core.values import Value, to_plain
from engine.errors import GuichengError, InvalidCommand
from engine.feel import Compiled
from engine.spiff.failures import BeyondWitness, Stuck

_LONGEST: Final = 60
_AROUND: Final = 2  # levels that a value gets around it where it is stored

Asked = Callable[[Any, str], Any]
"""(SpiffWorkflow task, key of a condition or number) -> its value. May raise Stuck."""


class FeelScriptEngine:
    """What SpiffWorkflow asks when a gateway chooses or an activity repeats. Runs no text."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        """The value of the condition or number with this key. Raises Stuck."""
        return self._asked(task, expression)

    def execute(self, task: Any, script: str, external_context: Any = None) -> NoReturn:
        """Scripts do not exist here."""
        raise _never(script)

    def call_service(self, task: Any, **kwargs: Any) -> NoReturn:
        """Connectors run outside of the interpreter."""
        raise _never("service")

    @property
    def environment(self) -> FeelScriptEngine:
        """SpiffWorkflow evaluates correlation through this; ours refuses."""
        raise _never("environment")


def _never(what: str) -> BeyondWitness:
    return BeyondWitness(
        f"SpiffWorkflow 试图执行 {what[:_LONGEST]!r}",
        f"Expected SpiffWorkflow to run no text, it asked for {what[:_LONGEST]!r}",
    )


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """One compiled expression at its place in the diagram; evaluated strictly."""

    text: str
    compiled: Compiled
    element: Element

    def value(self, variables: Mapping[str, Value], now: datetime) -> Value:
        """The value. Raises Stuck when it cannot be calculated."""
        try:
            return self.compiled.evaluate(variables, now=now, strict=True)
        except GuichengError as error:
            raise self.stuck(error.text.zh, error.text.en) from error
        except OverflowError as error:
            raise self.stuck("日期超出公元 9999 年", "a date beyond the year 9999") from error

    def storable(self, variables: Mapping[str, Value], now: datetime) -> Value:
        """The value, for a variable. Raises Stuck when it is not one that can be kept."""
        value = self.value(variables, now)
        try:
            to_plain(value, _AROUND)
        except InvalidCommand as error:
            raise self.stuck(error.text.zh, error.text.en) from error
        return value

    def holds(self, variables: Mapping[str, Value], now: datetime) -> bool:
        """The value of a condition. Raises Stuck when it is neither true nor false."""
        value = self.value(variables, now)
        if type(value) is not bool:
            raise self.unfit(value, "真或假", "true or false")
        return value

    def reason(self, variables: Mapping[str, Value], now: datetime) -> Reason:
        """Why the way that this condition guards was taken."""
        why = self.compiled.explain(variables, now=now, strict=True)
        return Reason(
            expression=why.expression,
            reads=tuple(why.reads),
            result=why.result,
            zh=why.text.zh,
            en=why.text.en,
        )

    def unfit(self, value: Value, zh: str, en: str) -> Stuck:
        """The incident for a value of another kind than this place needs."""
        shown = str(value)[:_LONGEST]
        return self.stuck(f"应得到{zh}，实际为 {shown}", f"expected {en}, got {shown}")

    def stuck(self, zh: str, en: str) -> Stuck:
        """An `expression` incident at the element."""
        return Stuck(
            IncidentKind.EXPRESSION,
            self.element,
            f"表达式 {self.text} 无法计算：{zh}",
            f"Expression {self.text} cannot be evaluated: {en}",
        )
