"""Makes loop and multi-instance markers ready to run (BPMN 2.0.2, 13.3.6, 13.3.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.core.definition import (
    Element,
    EventBehavior,
    EventDefinition,
    Expression,
    Kind,
    MultiInstance,
    StandardLoop,
)
from engine.kernel.behaviours.multi_instance import Instance, MultiInstanceActivity
from engine.kernel.behaviours.standard_loop import StandardLoopActivity
from engine.kernel.compiler import Compiler
from engine.kernel.data import inside
from engine.kernel.model import Node, Repeat
from engine.kernel.parts import parts_of
from engine.kernel.repetition import COUNTERS
from engine.kernel.state import Inside

_LOOP: Final = StandardLoopActivity()
_MULTI: Final = MultiInstanceActivity()
_INSTANCE: Final = Instance()


def repeated(compiler: Compiler, node: Node) -> Node:
    """The node of an activity with a marker: around the activity itself, which keeps what it does
    while its flows and boundary events belong to the whole."""
    loop = node.element.loop
    if loop is None:
        return node
    turn = inside(node)
    if isinstance(loop, StandardLoop):
        repeat = Repeat(
            condition=compiler.formula(loop.condition, node.element),
            test_before=loop.test_before,
            maximum=loop.maximum,
        )
        return replace(node, behaviour=_LOOP, repeat=repeat, turns={Inside.TURN: turn})
    repeat = _multi(compiler, node, loop)
    instance = Node(id=node.id, element=node.element, behaviour=_INSTANCE, repeat=repeat)
    turns = {Inside.INSTANCES: instance, Inside.INSTANCE: turn}
    return replace(node, behaviour=_MULTI, repeat=repeat, turns=turns)


def _multi(compiler: Compiler, node: Node, loop: MultiInstance) -> Repeat:
    element = node.element
    return Repeat(
        sequential=loop.sequential,
        cardinality=compiler.formula(loop.cardinality, element),
        collection=compiler.formula(loop.collection, element),
        input_item=loop.input_item,
        output_item=loop.output_item,
        output_collection=loop.output_collection,
        first_only=loop.behavior is EventBehavior.ONE,
        completion=compiler.formula(loop.completion_condition, element, *COUNTERS),
        thrown=tuple(
            (compiler.formula(condition, element, *COUNTERS), _thrower(compiler, node, event))
            for condition, event in _thrown(loop)
        ),
    )


def _thrown(loop: MultiInstance) -> list[tuple[Expression | None, EventDefinition]]:
    """What a completed instance may throw, with the condition under which it does."""
    if loop.behavior is EventBehavior.COMPLEX:
        return list(loop.complex_events)
    by_behavior = {EventBehavior.NONE: loop.none_event, EventBehavior.ONE: loop.one_event}
    event = by_behavior.get(loop.behavior)
    return [(None, event)] if event is not None else []


def _thrower(compiler: Compiler, node: Node, event: EventDefinition) -> Node:
    """A throwing event that stands for the marker's implicit one."""
    element = _event_of(node.element, event)
    return Node(id=node.id, element=element, behaviour=_INSTANCE, parts=parts_of(compiler, element))


def _event_of(element: Element, event: EventDefinition) -> Element:
    return Element(
        id=element.id,
        kind=Kind.THROW_EVENT,
        name=element.name,
        line=element.line,
        scope=element.scope,
        event=event,
    )
