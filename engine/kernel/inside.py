"""What is directly inside a process or sub-process: its beginnings, handlers and links."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.definition import Element, Kind, ProcessDefinition, Trigger
from engine.kernel.model import Handler
from engine.kernel.propagation import definitions

_THROWN = frozenset({Trigger.ERROR, Trigger.ESCALATION, Trigger.CANCEL, Trigger.COMPENSATION})
"""Triggers that look for their catching event by themselves, so that nothing awaits them."""


def starts_in(definition: ProcessDefinition, element: Element) -> tuple[str, ...]:
    """Where the tokens of a sub-process begin; of an event sub-process at its start event."""
    if element.triggered_by_event:
        return tuple(one.id for one in _starts(definition, element.id))
    return definition.begins_at(element.id)


def _starts(definition: ProcessDefinition, scope: str) -> Iterator[Element]:
    for element in definition.elements.values():
        if element.scope == scope and element.kind is Kind.START_EVENT:
            yield element


def handlers_in(definition: ProcessDefinition, scope: str | None) -> tuple[Handler, ...]:
    """The event sub-processes directly in the process (None) or a sub-process."""
    return tuple(
        Handler(element=element.id, start=start.id, awaits=_awaits(start))
        for element in definition.elements.values()
        if element.scope == scope and element.triggered_by_event
        for start in _starts(definition, element.id)
    )


def _awaits(start: Element) -> bool:
    return any(one.trigger not in _THROWN for one in definitions(start))


def link_target(definition: ProcessDefinition, element: Element) -> str:
    """Of a throwing link event: the catching one of its name and scope; empty without one."""
    if element.kind is not Kind.THROW_EVENT or element.event.trigger is not Trigger.LINK:
        return ""
    for other in definition.elements.values():
        if element in _throws_to(definition, other):
            return other.id
    return ""


def links_to(definition: ProcessDefinition, element: Element) -> list[str]:
    """Of a catching link event: the throwing ones of its name and scope."""
    return [one.id for one in _throws_to(definition, element)]


def _throws_to(definition: ProcessDefinition, catch: Element) -> list[Element]:
    if catch.kind is not Kind.CATCH_EVENT or catch.event.trigger is not Trigger.LINK:
        return []
    return [
        one
        for one in definition.elements.values()
        if one.kind is Kind.THROW_EVENT
        and one.event.trigger is Trigger.LINK
        and (one.scope, one.event.link) == (catch.scope, catch.event.link)
    ]
