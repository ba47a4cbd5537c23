"""Data inputs and outputs of activities and events, made ready to run and moved (BPMN 2.0.2,
10.4.1, 10.4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from engine.core.definition import (
    ACTIVITIES,
    SUB_PROCESSES,
    DataAssociation,
    DataKind,
    Element,
    Expression,
    Kind,
    ProcessDefinition,
    VariableMapping,
)
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.kernel.compiler import Compiler
from engine.kernel.failures import Stuck
from engine.kernel.formula import Formula
from engine.kernel.model import Movement, Node
from engine.kernel.run import Run

_OWN: Final = frozenset({DataKind.INPUT, DataKind.OUTPUT, DataKind.PROPERTY})
_HANDING: Final = frozenset({Kind.SERVICE_TASK, Kind.SEND_TASK, Kind.CALL_ACTIVITY})
"""Kinds whose data inputs are what they hand over."""


def declared(definition: ProcessDefinition, element: Element, *kinds: DataKind) -> tuple[str, ...]:
    """The names that an element declares itself."""
    return tuple(
        one.name
        for one in definition.data.values()
        if one.scope == element.id and one.kind in kinds
    )


def local_to(definition: ProcessDefinition, element: Element) -> tuple[str, ...]:
    """The variables that live with an activity: those of a sub-process that its contents share
    are its own scope's and not among them."""
    if element.kind not in ACTIVITIES:
        return ()
    if element.kind in SUB_PROCESSES:
        return declared(definition, element, DataKind.INPUT, DataKind.OUTPUT)
    return declared(definition, element, *_OWN)


def required(definition: ProcessDefinition, element: Element) -> frozenset[str]:
    """The data inputs without which the activity cannot begin."""
    return frozenset(
        one.name
        for one in definition.data.values()
        if one.scope == element.id and one.kind is DataKind.INPUT and not one.optional
    )


def movements(
    compiler: Compiler,
    definition: ProcessDefinition,
    element: Element,
    associations: Iterable[DataAssociation],
) -> tuple[Movement, ...]:
    """The associations, compiled."""
    found = []
    for one in associations:
        formula = compiler.formula(one.source, element)
        item = definition.data.get(one.store or "")
        name = item.name if item is not None else one.store or ""
        if formula is not None:
            found.append(
                Movement(target=one.target, formula=formula, store=one.store or "", name=name)
            )
    return tuple(found)


def handed_over(
    compiler: Compiler, definition: ProcessDefinition, element: Element
) -> tuple[VariableMapping, ...]:
    """What an element hands over besides its own mappings: its data inputs; of a throwing event
    what flows into them."""
    if element.kind in _HANDING:
        names = declared(definition, element, DataKind.INPUT)
        return tuple(
            VariableMapping(name=one, source=Expression(text=one, line=element.line))
            for one in names
        )
    return _of_event(compiler, element, element.data_inputs)


def brought_back(compiler: Compiler, element: Element) -> tuple[VariableMapping, ...]:
    """Of a catching event: what flows out of it."""
    return _of_event(compiler, element, element.data_outputs)


def _of_event(
    compiler: Compiler, element: Element, associations: Iterable[DataAssociation]
) -> tuple[VariableMapping, ...]:
    if element.kind in ACTIVITIES:
        return ()
    found = []
    for one in associations:
        if one.store:
            zh, en = "事件不能读写数据存储", "An event does not read or write a data store"
            compiler.refuse("data-store-place", element, zh, en)
        found.append(VariableMapping(name=one.target, source=one.source))
    return tuple(found)


def filled_by_result(definition: ProcessDefinition, element: Element) -> tuple[str, ...]:
    """The data outputs that what comes back to an element fills; what is inside a sub-process and
    the people at a user task set theirs by name."""
    by_name = element.kind in SUB_PROCESSES or element.kind is Kind.USER_TASK
    return () if by_name else declared(definition, element, DataKind.OUTPUT)


def taken(node: Node, result: Value) -> dict[str, Value]:
    """The data outputs that a result fills: each by its name, or the only one with all of it,
    unless the result is a called process's variables."""
    names = node.takes
    if isinstance(result, Mapping):
        found = {name: result[name] for name in names if name in result}
        if found or node.element.kind is Kind.CALL_ACTIVITY:
            return found
    return {names[0]: result} if len(names) == 1 else {}


def read(run: Run, scope: int, node: Node, stores: Mapping[str, Value]) -> dict[str, Value]:
    """The activity's own variables at its beginning; `stores` has the lines of data stores by
    their names. Raises Stuck, also when a required data input would stay empty."""
    around = run.visible(scope)
    own: dict[str, Value] = dict.fromkeys(node.local_data)
    for one in node.reads:
        before = own.get(one.target)
        seen = {**around, **stores}
        if before is not None or one.target not in seen:
            seen[one.target] = before
        own[one.target] = _value(one.formula, seen, run)
    missing = [one.target for one in node.reads if own[one.target] is None]
    absent = tuple(dict.fromkeys(name for name in missing if name in node.required))
    if absent:
        raise _absent(node, absent)
    return own


def write(run: Run, scope: int, node: Node) -> tuple[dict[str, Value], list[dict[str, Value]]]:
    """What the activity's data outputs give the variables around, and the lines to write to data
    stores, each with its register. Raises Stuck."""
    seen: dict[str, Value] = dict(run.visible(scope))
    values: dict[str, Value] = {}
    lines: list[dict[str, Value]] = []
    for one in node.writes:
        value = _value(one.formula, {one.target: None, **seen}, run)
        if one.store:
            lines.extend({"register": one.store, "line": line} for line in _lines(one, value))
            continue
        values[one.target] = value
        if one.target not in node.local_data:
            seen[one.target] = value
    return values, lines


def _value(formula: Formula, seen: Mapping[str, Value], run: Run) -> Value:
    """Null where something that it reads has never been set."""
    known = all(name in seen for name in formula.compiled.reads)
    return formula.storable(seen, run.now) if known else None


def _lines(movement: Movement, value: Value) -> list[Value]:
    lines = value if isinstance(value, list) else [value]
    if not all(isinstance(line, Mapping) for line in lines):
        raise Stuck(
            IncidentKind.EXPRESSION,
            movement.formula.element,
            f"写入数据存储 {movement.name} 的应为上下文或其列表：{movement.formula.text}",
            f"Expected a context or a list of them for data store {movement.name}, "
            f"got {movement.formula.text}",
        )
    return lines


def _absent(node: Node, names: tuple[str, ...]) -> Stuck:
    found = ", ".join(names)
    return Stuck(
        IncidentKind.DATA_MISSING,
        node.element,
        f"所需的数据输入没有值：{found}",
        f"Required data inputs have no value: {found}",
    )


def inside(node: Node) -> Node:
    """The activity itself, without what belongs to the whole with its data, or with its turns."""
    return replace(
        node,
        incoming=(),
        branches=(),
        default=None,
        conditional=False,
        plain=(),
        boundaries=(),
        needs=1,
        gives=1,
        inside_ad_hoc=False,
    )
