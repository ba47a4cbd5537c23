"""Which elements a token can get to, and from which it can get to an end, on one level."""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn.rules.rule import Subject
from engine.core.definition import Element, Kind


def following(subject: Subject, element: Element) -> list[str]:
    """The elements after this one; an activity also goes on at its boundary events."""
    after = [flow.target for flow in subject.out_of(element)]
    return after + [event.id for event in subject.boundary_events.get(element.id, ())]


def reachable(subject: Subject, elements: list[Element]) -> set[str]:
    """What a token from the start events of this level can get to."""
    starts = [element.id for element in elements if element.kind is Kind.START_EVENT]
    after = {element.id: following(subject, element) for element in elements}
    return _closure(starts, after)


def able_to_end(subject: Subject, elements: list[Element]) -> set[str]:
    """From where a token can get to an element without a way on."""
    before: dict[str, list[str]] = {}
    for element in elements:
        for target in following(subject, element):
            before.setdefault(target, []).append(element.id)
    ends = [element.id for element in elements if not following(subject, element)]
    ends += [element.id for element in elements if not element.outgoing]
    return _closure(ends, before)


def _closure(seeds: Iterable[str], steps: dict[str, list[str]]) -> set[str]:
    found = set(seeds)
    queue = list(found)
    while queue:
        for target in steps.get(queue.pop(), ()):
            if target not in found:
                found.add(target)
                queue.append(target)
    return found
