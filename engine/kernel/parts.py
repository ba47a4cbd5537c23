"""Compiles the triggers of an event: its only one, or each of a multiple event."""

from __future__ import annotations

from dataclasses import replace

from engine.core.definition import Element, EventDefinition, Kind, Trigger
from engine.kernel.compiler import Compiler
from engine.kernel.model import Part, Timer


def parts_of(compiler: Compiler, element: Element) -> tuple[Part, ...]:
    """In the order of the diagram; none without a trigger. A receive task has its message."""
    event = element.event
    if event.parts:
        return tuple(_part(compiler, element, one) for one in event.parts)
    if element.kind is Kind.RECEIVE_TASK:
        event = replace(event, trigger=Trigger.MESSAGE)
    return () if event.trigger is Trigger.NONE else (_part(compiler, element, event),)


def _part(compiler: Compiler, element: Element, event: EventDefinition) -> Part:
    return Part(
        event=event,
        timer=_timer(compiler, element, event),
        correlation=compiler.formula(event.correlation, element),
        condition=compiler.formula(event.condition, element),
        key_path=compiler.of_payload(event.key_path, element),
    )


def _timer(compiler: Compiler, element: Element, event: EventDefinition) -> Timer | None:
    formula = compiler.formula(event.timer, element)
    if formula is None or event.timer_kind is None:
        return None
    return Timer(kind=event.timer_kind, expression=formula)
