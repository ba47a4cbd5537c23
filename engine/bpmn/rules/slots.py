"""Every expression of a process at its place, with what it is for and what it must give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.bpmn.rules.rule import Place
from engine.bpmn.soundness import triggers
from engine.core.definition import (
    Element,
    Expression,
    MultiInstance,
    ProcessDefinition,
    StandardLoop,
    TimerKind,
    UserTask,
)
from engine.core.numbering import read_template

Found = tuple[str, Expression | None, frozenset[str] | None]
_BOOLEAN: Final = frozenset({"boolean"})
_NUMBER: Final = frozenset({"number"})
_CONTEXT: Final = frozenset({"context"})
_LIST: Final = frozenset({"list"})
_KEY: Final = frozenset({"string", "number"})
_TIMES: Final = {
    TimerKind.DATE: frozenset({"temporal", "string"}),
    TimerKind.DURATION: frozenset({"duration", "string"}),
    TimerKind.CYCLE: frozenset({"duration", "string", "context", "list"}),
    None: None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An expression at its place, with what it is for and the kinds of value that fit there
    (engine.feel.static_types); None: all."""

    at: Place
    expression: Expression
    use: str
    wanted: frozenset[str] | None = None


def slots_of(process: ProcessDefinition) -> Iterator[Slot]:
    """Every expression of the process in document order."""
    for what, shown in of_process(process):
        yield Slot(at=None, expression=shown, use=what)
    for element in process.elements.values():
        for use, expression, wanted in _of_element(element):
            if expression is not None:
                yield Slot(at=element, expression=expression, use=use, wanted=wanted)
    for flow in process.flows.values():
        if flow.condition is not None:
            use = "conditionExpression"
            yield Slot(at=flow, expression=flow.condition, use=use, wanted=_BOOLEAN)


def of_process(process: ProcessDefinition) -> Iterator[tuple[str, Expression]]:
    """How a case is called, summed up and numbered."""
    if process.title is not None:
        yield "guicheng:title", process.title
    if process.summary is not None:
        yield "guicheng:summary", process.summary
    for part in read_template(process.case_number) if process.case_number else ():
        if part.expression is not None:
            yield "guicheng:caseNumber", part.expression


def _of_element(element: Element) -> Iterator[Found]:
    yield from _of_event(element)
    yield from _of_loop(element)
    for mapping in element.inputs:
        yield f"guicheng:input {mapping.name}", mapping.source, None
    for mapping in element.outputs:
        yield f"guicheng:output {mapping.name}", mapping.source, None
    for association in (*element.data_inputs, *element.data_outputs):
        yield f"dataAssociation {association.target}", association.source, None
    yield "activationCondition", element.activation, _BOOLEAN
    yield "completionCondition", element.completion_condition, _BOOLEAN
    if element.user_task is not None:
        yield from _of_user_task(element.user_task)


def _of_user_task(task: UserTask) -> Iterator[Found]:
    yield "guicheng:due", task.due, None
    if isinstance(task.priority, Expression):
        yield "guicheng:priority", task.priority, _NUMBER
    yield "guicheng:skipData", task.skip_data, _CONTEXT
    if task.deadlines is not None:
        for kind, moment in task.deadlines.moments():
            yield f"guicheng:{kind}", moment, None
        yield "guicheng:timeoutData", task.deadlines.data, _CONTEXT
    if task.approval is not None:
        yield "guicheng:approval threshold", task.approval.threshold_feel, _KEY
        yield "guicheng:approval weights", task.approval.weights, _CONTEXT
    for assignment in task.assignments:
        yield "guicheng:assignment", assignment.expression, None


def _of_event(element: Element) -> Iterator[Found]:
    for part in triggers(element):
        yield "timer", part.timer, _TIMES[part.timer_kind]
        yield "guicheng:correlationKey", part.correlation, _KEY
        yield "condition", part.condition, _BOOLEAN


def _of_loop(element: Element) -> Iterator[Found]:
    loop = element.loop
    if isinstance(loop, StandardLoop):
        yield "loopCondition", loop.condition, _BOOLEAN
    elif isinstance(loop, MultiInstance):
        yield "loopCardinality", loop.cardinality, _NUMBER
        yield "loopDataInputRef", loop.collection, _LIST
        yield "completionCondition", loop.completion_condition, _BOOLEAN
        for condition, _ in loop.complex_events:
            yield "complexBehaviorDefinition", condition, _BOOLEAN
