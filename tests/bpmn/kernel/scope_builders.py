"""Builds what compensation and transactions need, for tests/builders.process."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.core.definition import (
    Assignment,
    AssignmentKind,
    DataAssociation,
    DataItem,
    DataKind,
    Element,
    EventDefinition,
    Kind,
    Trigger,
    UserTask,
)
from tests.builders import boundary, feel, start, sub, user


def _compensation(activity: str | None = None, *, wait: bool = True) -> EventDefinition:
    return EventDefinition(
        trigger=Trigger.COMPENSATION, compensated=activity, wait_for_completion=wait
    )


def undoable(ref: str, *, by: str | None = None, **more: Any) -> tuple[Element, ...]:
    """A user task with the compensation activity `undo-<ref>`, a user task too."""
    handler = by or f"undo-{ref}"
    own = () if by else (user(handler, for_compensation=True, **more),)
    return (user(ref, **more), undone_by(ref, handler, **more), *own)


def undone_by(ref: str, handler: str, **more: Any) -> Element:
    """The compensation boundary event between an activity and its compensation activity."""
    return boundary(f"on-{ref}", ref, _compensation(), handler=handler, **more)


def undo_throw(ref: str, activity: str | None = None, *, wait: bool = True, **more: Any) -> Element:
    event = _compensation(activity, wait=wait)
    return Element(id=ref, kind=Kind.THROW_EVENT, event=event, **more)


def undo_end(ref: str, activity: str | None = None, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.END_EVENT, event=_compensation(activity), **more)


def on_undo(ref: str, *inside: Element | tuple[Element, ...], **more: Any) -> tuple[Element, ...]:
    """A compensation event sub-process; its start event is `<ref>-start`."""
    begin = start(f"{ref}-start", event=_compensation())
    return sub(ref, begin, *inside, triggered_by_event=True, **more)


def transaction(ref: str, *inside: Element | tuple[Element, ...]) -> tuple[Element, ...]:
    host, *held = sub(ref, *inside)
    return (replace(host, kind=Kind.TRANSACTION), *held)


def cancel_end(ref: str = "cancel", **more: Any) -> Element:
    return Element(
        id=ref, kind=Kind.END_EVENT, event=EventDefinition(trigger=Trigger.CANCEL), **more
    )


def boundary_cancel(ref: str, on: str) -> Element:
    return boundary(ref, on, EventDefinition(trigger=Trigger.CANCEL))


def ad_hoc(
    ref: str,
    *inside: Element | tuple[Element, ...],
    until: str | None = None,
    role: str | None = None,
    **more: Any,
) -> tuple[Element, ...]:
    """An ad-hoc sub-process; with a role, its people choose what to do."""
    host, *held = sub(ref, *inside, **more)
    people = Assignment(kind=AssignmentKind.ROLE, literal=role) if role else None
    task = UserTask(form_id="", assignments=(people,)) if people else None
    condition = feel(until) if until else None
    host = replace(
        host, kind=Kind.AD_HOC_SUB_PROCESS, completion_condition=condition, user_task=task
    )
    return (host, *held)


def data(*items: tuple[str, DataKind, str | None], optional: bool = False) -> dict[str, DataItem]:
    """Declared variables: name, kind and the element that they belong to."""
    return {
        f"{scope}.{name}": DataItem(
            id=f"{scope}.{name}", name=name, kind=kind, scope=scope, optional=optional
        )
        for name, kind, scope in items
    }


def moves(*pairs: tuple[str, str], store: str | None = None) -> tuple[DataAssociation, ...]:
    """Data associations: target and source."""
    return tuple(
        DataAssociation(target=target, source=feel(source), store=store) for target, source in pairs
    )


def store(ref: str, name: str) -> dict[str, DataItem]:
    return {ref: DataItem(id=ref, name=name, kind=DataKind.STORE)}
