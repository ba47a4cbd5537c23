"""Builds events, event sub-processes and event-based gateways for tests in a few words."""

from __future__ import annotations

from typing import Any

from engine.core.definition import Element, EventDefinition, Kind, Trigger
from tests.builders import feel, start, sub


def signal_event(name: str) -> EventDefinition:
    return EventDefinition(trigger=Trigger.SIGNAL, signal=name)


def condition_event(text: str) -> EventDefinition:
    return EventDefinition(trigger=Trigger.CONDITIONAL, condition=feel(text))


def error_event(code: str | None = None) -> EventDefinition:
    return EventDefinition(trigger=Trigger.ERROR, error_code=code)


def escalation_event(code: str | None = None) -> EventDefinition:
    return EventDefinition(trigger=Trigger.ESCALATION, escalation_code=code)


def link_event(name: str) -> EventDefinition:
    return EventDefinition(trigger=Trigger.LINK, link=name)


def any_of(*parts: EventDefinition) -> EventDefinition:
    return EventDefinition(trigger=Trigger.MULTIPLE, parts=parts)


def all_of(*parts: EventDefinition) -> EventDefinition:
    return EventDefinition(trigger=Trigger.PARALLEL_MULTIPLE, parts=parts)


def catch(ref: str, event: EventDefinition, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.CATCH_EVENT, event=event, **more)


def throw(ref: str, event: EventDefinition, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.THROW_EVENT, event=event, **more)


def end_with(ref: str, event: EventDefinition, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.END_EVENT, event=event, **more)


def on_event(
    ref: str, event: EventDefinition, *inside: Element, interrupting: bool = True, **more: Any
) -> tuple[Element, ...]:
    """An event sub-process whose start event `<ref>_start` leads to what is inside."""
    first = start(f"{ref}_start", event=event, interrupting=interrupting, **more)
    return sub(ref, first, *inside, triggered_by_event=True)


def event_gateway(ref: str = "g", **more: Any) -> Element:
    return Element(id=ref, kind=Kind.EVENT_BASED_GATEWAY, **more)
