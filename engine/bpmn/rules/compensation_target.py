"""What is to be compensated is an activity within reach that can be (BPMN 2.0.2, 10.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import triggers
from engine.core.definition import ACTIVITIES, SUB_PROCESSES, Element, Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind not in (Kind.THROW_EVENT, Kind.END_EVENT):
            continue
        for part in triggers(element):
            if part.trigger is Trigger.COMPENSATION and part.compensated is not None:
                yield from _of_target(subject, element, part.compensated)


def _of_target(subject: Subject, element: Element, target: str) -> Iterator[Breach]:
    activity = subject.process.elements.get(target)
    if activity is None or activity.kind not in ACTIVITIES:
        yield breach(element, target=target, zh="不是活动", en="is no activity")
    elif activity.scope not in _within_reach(subject, element):
        yield breach(element, target=target, zh="不在同一层", en="is not on this level")
    elif not _is_compensable(subject, activity):
        yield breach(element, target=target, zh="没有补偿处理", en="has no compensation")


def _within_reach(subject: Subject, element: Element) -> Iterator[str | None]:
    """The event's own level; from an event sub-process also the one that holds it."""
    scope = element.scope
    yield scope
    while scope is not None and subject.process.elements[scope].triggered_by_event:
        scope = subject.process.elements[scope].scope
        yield scope


def _is_compensable(subject: Subject, activity: Element) -> bool:
    """By a handler, or what is in it may be; what a called process does is not known here."""
    events = subject.boundary_events.get(activity.id, ())
    has_handler = any(event.event.trigger is Trigger.COMPENSATION for event in events)
    return has_handler or activity.kind in SUB_PROCESSES or activity.kind is Kind.CALL_ACTIVITY


RULE = Rule(
    id="compensation-target",
    family=Family.STRUCTURE,
    severity="error",
    zh="要补偿的 {target} {zh}",
    en="{target}, which is to be compensated, {en}",
    fix_zh="改正 activityRef，或为它画出补偿",
    fix_en="Correct activityRef, or draw its compensation",
    search=_search,
)
