"""The one door from forms to FEEL: compiled expressions, and the scope that form-js gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final

from engine.core.fact import fact
from engine.core.values import Value
from engine.feel import Compiled, compile_expression

SPECIAL: Final = frozenset({"this", "parent", "i", "_this_", "_parent_", "_i_"})
MEMBERS: Final = ("department name", "reports to")
"""The fields with spaces of the context `initiator`."""


@dataclass(frozen=True, slots=True)
class FormExpression:
    """A FEEL expression of a form, as written and compiled."""

    text: str
    compiled: Compiled

    def value(self, place: Place, now: datetime) -> Value:
        """Its value there, as the browser computes it: what is undefined is null."""
        scope = place.scope(self.compiled.reads)
        return self.compiled.evaluate(scope, now=now, strict=False)


def compile_form_expression(text: str) -> FormExpression:
    """The expression, with or without the leading `=`. Raises FeelError.

    The scope is open: a form may read any variable of the cases that use it.
    """
    body = text.strip().removeprefix("=")
    return FormExpression(text=body.strip(), compiled=compile_expression(body, members=MEMBERS))


def is_expression(value: Any) -> bool:
    """Whether a property of a component is FEEL, as form-js marks it."""
    return isinstance(value, str) and value.lstrip().startswith("=")


@fact
class Place:
    """Where an expression stands: the whole form's values, and the row it is in, if any.

    The names are form-js's: the form's own values are bare names; a row's are `this.qty`; `parent`
    is the context around the row and `i` the list of 1-based row numbers, outermost first.
    """

    form: Mapping[str, Value]
    variables: Mapping[str, Value]  # of the case, behind the form's own
    this: Mapping[str, Value]
    parent: Mapping[str, Value] | None = None
    numbers: tuple[int, ...] = ()

    def row(self, values: Mapping[str, Value], number: int) -> Place:
        """The place inside one row of a sub-table here."""
        return replace(self, this=values, parent=self.this, numbers=(*self.numbers, number))

    def scope(self, names: Iterable[str]) -> dict[str, Value]:
        """The variables of these names that an expression here sees."""
        found: dict[str, Value] = {}
        for name in names:
            if name in self.form:
                found[name] = self.form[name]
            elif name in self.variables:
                found[name] = self.variables[name]
            elif name in SPECIAL:
                found[name] = self._special(name.strip("_"))
        return found

    def _special(self, name: str) -> Value:
        if name == "i":
            return [Decimal(number) for number in self.numbers]
        return self.this if name == "this" else self.parent


def matches(value: str, pattern: str) -> bool:
    """Whether the text has a part that matches. Raises FeelError for a bad pattern."""
    return bool(_matcher().evaluate({"value": value, "pattern": pattern}, strict=True))


@cache
def _matcher() -> Compiled:
    return compile_expression("matches(value, pattern)", names={"value", "pattern"})
