"""An error end event has a code, and what it throws is caught."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        event = element.event
        if element.kind is not Kind.END_EVENT or event.trigger is not Trigger.ERROR:
            continue
        if not event.error_code:
            yield breach(element, zh="没有错误代码", en="has no error code")
        elif element.scope is not None and not _is_caught(subject, element):
            yield breach(element, zh="抛出的错误无人捕获", en="throws what nothing catches")


def _is_caught(subject: Subject, element: Element) -> bool:
    scope = element.scope
    while scope is not None:
        for event in subject.boundary_events.get(scope, ()):
            if event.event.trigger is Trigger.ERROR and event.event.error_code in (
                None,
                element.event.error_code,
            ):
                return True
        scope = subject.process.elements[scope].scope
    return False


RULE = Rule(
    id="error-fits",
    family=Family.STRUCTURE,
    severity="error",
    zh="错误结束事件{zh}",
    en="The error end event {en}",
    fix_zh="写上 errorCode,并在子流程上画出捕获它的边界事件",
    fix_en="Write an errorCode and draw the boundary event that catches it",
    search=_search,
)
