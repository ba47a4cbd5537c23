"""Compiles the FEEL of a bundle for the second interpreter, and gathers what cannot be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from engine.core.advance import AssignmentRequest
from engine.core.calendar import WorkingCalendar
from engine.core.definition import (
    Assignment,
    Bundle,
    Element,
    Expression,
    Kind,
    MultiInstance,
    ProcessDefinition,
    UserTask,
    VariableMapping,
)
from engine.core.values import Value
from engine.errors import Finding, Text
from engine.feel import Extension, FeelError, compile_expression
from engine.feel.working_time import working_time
from engine.spiff.gaps import Reasons
from engine.spiff.model import Candidates, Mappings, Parts, Repeat
from engine.spiff.script_engine import Formula

SUPPLIED: Final = frozenset({"initiator", "parameters"})
"""Contexts that every expression may read and nothing may overwrite."""

_COUNTERS: Final = (
    "nrOfInstances",
    "nrOfActiveInstances",
    "nrOfCompletedInstances",
    "nrOfTerminatedInstances",
)
_OF_INITIATOR: Final = frozenset({"department name", "reports to"})
_WITH_RESULT: Final = frozenset(
    {
        Kind.START_EVENT,
        Kind.SERVICE_TASK,
        Kind.BUSINESS_RULE_TASK,
        Kind.CALL_ACTIVITY,
        Kind.CATCH_EVENT,
        Kind.RECEIVE_TASK,
        Kind.BOUNDARY_EVENT,
    }
)


class Compiler:
    """Of one bundle."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.findings: list[Finding] = []
        self.declared = bundle.names - SUPPLIED - {"result"}
        self._names = bundle.names | SUPPLIED | _repeated_names(bundle)
        self._members = self._names | _OF_INITIATOR | frozenset(_keys(bundle.parameters))
        self._functions = _calendar_functions(bundle.calendar)

    def parts_of(self, definition: ProcessDefinition, gaps: Reasons) -> dict[str, Parts]:
        """Every element of the process with its expressions, but for those that no case of a
        witness enters, by id."""
        parts: dict[str, Parts] = {}
        elements = definition.elements.values()
        for element in sorted(elements, key=_order):
            attached = [one.id for one in elements if one.attached_to == element.id]
            boundaries = tuple(parts[one] for one in attached)
            if element.id in gaps:
                parts[element.id] = Parts(element=element, boundaries=boundaries)
                continue
            made = self._parts(definition, element, boundaries)
            if element.kind is Kind.EVENT_BASED_GATEWAY:
                targets = [definition.flows[flow].target for flow in element.outgoing]
                made = replace(made, events=tuple(parts[one] for one in targets))
            parts[element.id] = made
        return parts

    def refuse(self, rule: str, element: Element, zh: str, en: str) -> None:
        """One finding at an element."""
        self.findings.append(
            Finding(
                rule=rule,
                severity="error",
                text=Text(zh=f"“{element.name or element.id}”：{zh}", en=f"{element.id}: {en}"),
                element_id=element.id,
                line=element.line or None,
            )
        )

    def _parts(
        self, definition: ProcessDefinition, element: Element, boundaries: tuple[Parts, ...]
    ) -> Parts:
        more = ("result",) if element.kind in _WITH_RESULT else ()
        if element.result_variable in SUPPLIED:
            self._supplied(element, str(element.result_variable))
        task = element.user_task
        approval = task.approval if task else None
        return Parts(
            element=element,
            inputs=self._mappings(element.inputs, element),
            outputs=self._mappings(element.outputs, element, *more),
            timer=self._formula(element.event.timer, element),
            correlation=self._formula(element.event.correlation, element),
            due=self._formula(task.due, element) if task else None,
            priority=self._formula(_priority(task), element),
            skip_data=self._formula(task.skip_data, element) if task else None,
            threshold=self._formula(approval.threshold_feel, element) if approval else None,
            weights=self._formula(approval.weights, element) if approval else None,
            deadlines=self._deadlines(element),
            timeout_data=self._formula(_timeout_data(task), element),
            candidates=tuple(self._candidates(one, element) for one in task.assignments)
            if task
            else (),
            conditions=self._conditions(definition, element),
            repeat=self._repeat(element),
            boundaries=boundaries,
        )

    def _repeat(self, element: Element) -> Repeat | None:
        marker = element.loop
        if not isinstance(marker, MultiInstance):
            return None
        return Repeat(
            marker=marker,
            collection=self._formula(marker.collection, element),
            cardinality=self._formula(marker.cardinality, element),
            completion=self._formula(marker.completion_condition, element, *_COUNTERS),
        )

    def _conditions(self, definition: ProcessDefinition, element: Element) -> dict[str, Formula]:
        found: dict[str, Formula] = {}
        for flow in element.outgoing:
            formula = self._formula(definition.flows[flow].condition, element)
            if formula is not None:
                found[flow] = formula
        return found

    def _deadlines(self, element: Element) -> tuple[tuple[str, Formula], ...]:
        declared = element.user_task.deadlines if element.user_task else None
        moments = declared.moments() if declared else ()
        pairs = ((str(kind), self._formula(text, element)) for kind, text in moments)
        return tuple((kind, formula) for kind, formula in pairs if formula is not None)

    def _candidates(self, assignment: Assignment, element: Element) -> Candidates:
        formula = self._formula(assignment.expression, element)
        if formula is not None:
            return Candidates(kind=assignment.kind, expression=formula)
        fixed = AssignmentRequest(kind=assignment.kind, value=assignment.literal)
        return Candidates(kind=assignment.kind, fixed=fixed)

    def _mappings(
        self, mappings: tuple[VariableMapping, ...], element: Element, *more: str
    ) -> Mappings:
        compiled: list[tuple[str, Formula]] = []
        for mapping in mappings:
            if mapping.name in SUPPLIED:
                self._supplied(element, mapping.name)
            formula = self._formula(mapping.source, element, *more)
            if formula is not None:
                compiled.append((mapping.name, formula))
        return tuple(compiled)

    def _formula(
        self, expression: Expression | None, element: Element, *more: str
    ) -> Formula | None:
        if expression is None:
            return None
        try:
            compiled = compile_expression(
                expression.text,
                names=None if self.bundle.is_open else self._names.union(more),
                functions=self._functions,
                members=self._members,
            )
        except FeelError as error:
            zh = f"表达式 {expression.text} 不是有效的 FEEL：{error.text.zh}"
            en = f"Expected FEEL, got {expression.text}: {error.text.en}"
            self.refuse("expression", element, zh, en)
            return None
        compiled = replace(compiled, unset=compiled.reads & self.declared)
        return Formula(expression.text, compiled, element)

    def _supplied(self, element: Element, name: str) -> None:
        zh, en = f"变量名“{name}”由引擎提供", f"Expected a variable name other than {name}"
        self.refuse("reserved-variable", element, zh, en)


def _repeated_names(bundle: Bundle) -> frozenset[str]:
    """The variables that multi-instance markers bring into being."""
    names: set[str | None] = {"loopCounter"}
    for process in (bundle.process, *bundle.called.values()):
        for element in process.elements.values():
            if isinstance(element.loop, MultiInstance):
                marker = element.loop
                names |= {marker.input_item, marker.output_item, marker.output_collection}
    return frozenset(name for name in names if name)


def _order(element: Element) -> int:
    """Boundary events before what they are attached to, gateways after the events behind them."""
    if element.attached_to is not None:
        return 0
    return 2 if element.kind is Kind.EVENT_BASED_GATEWAY else 1


def _keys(value: Value) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from _keys(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _keys(item)


def _calendar_functions(calendar: object | None) -> dict[str, Extension]:
    """The functions of working time; none without a calendar, so that using them is refused."""
    return working_time(calendar) if isinstance(calendar, WorkingCalendar) else {}


def _timeout_data(task: UserTask | None) -> Expression | None:
    declared = task.deadlines if task else None
    return declared.data if declared else None


def _priority(task: UserTask | None) -> Expression | None:
    found = task.priority if task else None
    return found if isinstance(found, Expression) else None
