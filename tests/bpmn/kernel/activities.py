"""Builds tasks, loop and multi-instance markers and complex gateways in a few words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.core.definition import (
    Element,
    EventBehavior,
    EventDefinition,
    Kind,
    MultiInstance,
    StandardLoop,
    Trigger,
)
from tests.builders import feel, mapped, message_event

Activity = Element | tuple[Element, ...]


def task(ref: str, outputs: dict[str, str] | None = None, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.TASK, outputs=mapped(outputs), **more)


def manual(ref: str, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.MANUAL_TASK, **more)


def send(ref: str, message: str, key: str | None = None, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.SEND_TASK, event=message_event(message, key), **more)


def receive(ref: str, message: str, key: str | None = None, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.RECEIVE_TASK, event=message_event(message, key), **more)


def complex_gateway(ref: str, activation: str | None = None, **more: Any) -> Element:
    condition = feel(activation) if activation else None
    return Element(id=ref, kind=Kind.COMPLEX_GATEWAY, activation=condition, **more)


def looped(activity: Activity, condition: str | None = None, **more: Any) -> Any:
    """The activity with a standard loop; of a sub-process its first element is the activity."""
    marker = StandardLoop(condition=feel(condition) if condition else None, **more)
    return _marked(activity, marker)


def multi(activity: Activity, **more: Any) -> Any:
    """The activity with a multi-instance marker; texts of expressions become FEEL."""
    feels = ("cardinality", "collection", "completion_condition")
    parts = {name: feel(text) if name in feels else text for name, text in more.items()}
    parts["complex_events"] = tuple(
        (feel(condition), event) for condition, event in more.get("complex_events", ())
    )
    return _marked(activity, MultiInstance(**parts))


def _marked(activity: Activity, marker: StandardLoop | MultiInstance) -> Any:
    if isinstance(activity, tuple):
        return (replace(activity[0], loop=marker), *activity[1:])
    return replace(activity, loop=marker)


def signal(name: str) -> EventDefinition:
    return EventDefinition(trigger=Trigger.SIGNAL, signal=name)


def escalation(code: str) -> EventDefinition:
    return EventDefinition(trigger=Trigger.ESCALATION, escalation_code=code)


def error(code: str) -> EventDefinition:
    return EventDefinition(trigger=Trigger.ERROR, error_code=code)


__all__ = ["EventBehavior"]
