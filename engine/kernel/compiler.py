"""Compiles the expressions of a bundle and gathers what cannot be run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from engine.core.calendar import WorkingCalendar
from engine.core.definition import Bundle, Element, Expression, VariableMapping
from engine.core.values import Value
from engine.errors import Finding, Text
from engine.feel import Extension, FeelError, FeelSyntaxError, compile_expression
from engine.feel.working_time import working_time
from engine.kernel.compensables import compensables
from engine.kernel.formula import Formula
from engine.kernel.model import Mappings
from engine.kernel.repetition import repeated_names
from engine.kernel.variables import RESERVED

_INITIATOR_MEMBERS: Final = frozenset({"department name", "reports to"})


class Compiler:
    """Of one bundle: knows every name and function, and collects findings."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.findings: list[Finding] = []
        self.processes = {bundle.process.key: bundle.process, **bundle.called}
        self.compensable = compensables(self.processes)
        declared = {d.name for one in self.processes.values() for d in one.data.values()}
        repeated = repeated_names(self.processes.values())
        self.declared = declared_in(bundle)
        self._names = bundle.names | RESERVED | repeated | declared
        self._members = self._names | _INITIATOR_MEMBERS | _keys(bundle.parameters)
        self._functions = _calendar_functions(bundle.calendar)

    def formula(
        self, expression: Expression | None, element: Element, *more: str
    ) -> Formula | None:
        """The compiled expression, None if there is none; a finding if it is not FEEL."""
        names = None if self.bundle.is_open else self._names.union(more)
        return None if expression is None else self._compiled(expression, element, names)

    def of_payload(self, expression: Expression | None, element: Element) -> Formula | None:
        """As `formula`, for what reads a message: nothing declares its fields."""
        return None if expression is None else self._compiled(expression, element, None)

    def _compiled(
        self, expression: Expression, element: Element, names: frozenset[str] | None
    ) -> Formula | None:
        try:
            compiled = compile_expression(
                expression.text,
                names=names,
                functions=self._functions,
                members=self._members,
            )
        except FeelError as error:
            self._not_feel(expression, element, error)
            return None
        compiled = replace(compiled, unset=compiled.reads & self.declared)
        return Formula(expression.text, compiled, element)

    def mappings(
        self, mappings: Iterable[VariableMapping], element: Element, *more: str
    ) -> Mappings:
        """Compiled mappings; a finding for a name that nothing may overwrite."""
        compiled = []
        for mapping in mappings:
            if mapping.name in RESERVED:
                self.reserved(mapping.name, element)
            formula = self.formula(mapping.source, element, *more)
            if formula is not None:
                compiled.append((mapping.name, formula))
        return tuple(compiled)

    def reserved(self, name: str, element: Element) -> None:
        self.refuse(
            "reserved-variable",
            element,
            f"变量名“{name}”由引擎提供，不能赋值",
            f"Expected another variable name than {name}, which the engine supplies",
        )

    def refuse(self, rule: str, element: Element, zh: str, en: str, line: int = 0) -> None:
        """One finding at an element."""
        self.findings.append(
            Finding(
                rule=rule,
                severity="error",
                text=Text(zh=f"“{element.name or element.id}”：{zh}", en=f"{element.id}: {en}"),
                element_id=element.id,
                line=line or element.line or None,
            )
        )

    def _not_feel(self, expression: Expression, element: Element, error: FeelError) -> None:
        line = expression.line or element.line
        if isinstance(error, FeelSyntaxError) and expression.line:
            line = expression.line + error.line - 1
        self.refuse(
            "expression",
            element,
            f"表达式 {expression.text} 不是有效的 FEEL：{error.text.zh}",
            f"Expected FEEL, got {expression.text}: {error.text.en}",
            line,
        )


def declared_in(bundle: Bundle) -> frozenset[str]:
    """The variables that a form field, a mapping, a data object or the process declares: null as
    long as nobody has set them. What only markers supply, or `result`, is missing where it is."""
    return bundle.names - RESERVED - {"result"}


def _keys(value: Value) -> set[str]:
    """All keys at any depth of the company's figures."""
    found: set[str] = set()
    queue = [value]
    while queue:
        item = queue.pop()
        if isinstance(item, Mapping):
            found.update(item)
            queue.extend(item.values())
        elif isinstance(item, list | tuple):
            queue.extend(item)
    return found


def _calendar_functions(calendar: object | None) -> dict[str, Extension]:
    """The functions of working time; none without a calendar, so that using them is refused."""
    return working_time(calendar) if isinstance(calendar, WorkingCalendar) else {}
