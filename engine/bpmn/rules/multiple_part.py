"""A multiple event is made of triggers that can occur or be thrown together (BPMN 2.0.2, 10.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Element, EventDefinition, Kind, Trigger
from engine.errors import Family

_THROWING: Final = frozenset({Kind.THROW_EVENT, Kind.END_EVENT})
_NEVER_CAUGHT: Final = frozenset({Trigger.CANCEL, Trigger.COMPENSATION})
"""They act on their activity as a whole: a boundary event or event sub-process of their own."""


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        for part in element.event.parts:
            if _is_alone(element, part):
                yield breach(element, part=part.trigger)
        undone = [p for p in element.event.parts if p.trigger is Trigger.COMPENSATION]
        if element.kind in _THROWING and (len(undone) > 1 or not all(map(_waits, undone))):
            yield breach(element, part=Trigger.COMPENSATION)


def _is_alone(element: Element, part: EventDefinition) -> bool:
    if element.kind in _THROWING:
        return part.trigger is Trigger.CANCEL
    together = element.event.trigger is Trigger.PARALLEL_MULTIPLE
    return part.trigger in _NEVER_CAUGHT or (together and part.trigger is Trigger.ERROR)


def _waits(part: EventDefinition) -> bool:
    return part.wait_for_completion


RULE = Rule(
    id="multiple-part",
    family=Family.STRUCTURE,
    severity="error",
    zh="多重事件不能这样含有 {part}（补偿至多一个，且等待完成）",
    en="A multiple event cannot have a part {part} like this (one compensation, waited for)",
    fix_zh="为它另画一个事件",
    fix_en="Draw an event of its own for it",
    search=_search,
)
