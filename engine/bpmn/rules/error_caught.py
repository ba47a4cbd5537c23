"""What an error end event inside of a sub-process throws is caught in the same process.

Only a warning: what nothing in the process catches goes on to whoever calls it, and becomes an
incident at last (BPMN 2.0.2, 10.5.6).
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        throws = element.kind is Kind.END_EVENT and element.event.trigger is Trigger.ERROR
        if throws and element.scope is not None and not _is_caught(subject, element):
            yield breach(element)


def _is_caught(subject: Subject, thrower: Element) -> bool:
    """By a boundary event of, or an event sub-process in, a scope around."""
    scope = thrower.scope
    while scope is not None:
        around = [*subject.boundary_events.get(scope, ()), *_event_starts(subject, scope)]
        if any(_catches(one, thrower) for one in around):
            return True
        scope = subject.process.elements[scope].scope
    return any(_catches(one, thrower) for one in _event_starts(subject, None))


def _event_starts(subject: Subject, scope: str | None) -> Iterator[Element]:
    for holder in subject.scopes.get(scope, ()):
        if holder.triggered_by_event:
            inside = subject.scopes.get(holder.id, ())
            yield from (one for one in inside if one.kind is Kind.START_EVENT)


def _catches(event: Element, thrower: Element) -> bool:
    if event.event.trigger is not Trigger.ERROR:
        return False
    return event.event.error_code in (None, thrower.event.error_code)


RULE = Rule(
    id="error-caught",
    family=Family.HOUSE,
    severity="warning",
    zh="本流程中没有捕获此错误的边界事件",
    en="Nothing in this process catches this error",
    fix_zh="在子流程上画出捕获它的边界事件,或由调用本流程的活动捕获",
    fix_en="Draw the boundary event that catches it, or let the calling activity catch it",
    search=_search,
)
