"""Of one error or cancellation, one place knows what to do (BPMN 2.0.2, 10.5.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import triggers
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family

_ONCE: Final = frozenset({Trigger.ERROR, Trigger.CANCEL})


def _search(subject: Subject) -> Iterator[Breach]:
    seen: dict[tuple[object, ...], Element] = {}
    for element in subject.elements:
        place = _place(subject, element)
        for part in triggers(element) if place is not None else ():
            if part.trigger in _ONCE:
                key = (place, part.trigger, part.error_code)
                first = seen.setdefault(key, element)
                if first is not element:
                    yield breach(element, first=first.id)


def _place(subject: Subject, element: Element) -> tuple[str, str | None] | None:
    """Where the element catches: on an activity, or as an event sub-process of a level."""
    if element.kind is Kind.BOUNDARY_EVENT:
        return "on", element.attached_to
    holder = subject.process.elements.get(element.scope or "")
    is_start = element.kind is Kind.START_EVENT and holder is not None
    return ("in", holder.scope) if is_start and holder and holder.triggered_by_event else None


RULE = Rule(
    id="caught-once",
    family=Family.STRUCTURE,
    severity="error",
    zh="{first} 已经捕获同一件事",
    en="{first} catches the same already",
    fix_zh="改用另一个代码，或合并为一个事件",
    fix_en="Use another code, or make them one event",
    search=_search,
)
