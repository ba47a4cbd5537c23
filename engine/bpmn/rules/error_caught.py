"""An error that an end event throws is caught somewhere around it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import triggers
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is not Kind.END_EVENT or element.scope is None:
            continue
        for part in triggers(element):
            if part.trigger is Trigger.ERROR and not _is_caught(subject, element, part.error_code):
                yield breach(element, code=part.error_code or "")


def _is_caught(subject: Subject, element: Element, code: str | None) -> bool:
    scope = element.scope
    inner = element
    while True:
        starts = _starts_beside(subject, scope, inner)
        events = [*starts, *subject.boundary_events.get(scope or "", ())]
        if any(_catches(event, code) for event in events):
            return True
        if scope is None:
            return False
        inner = subject.process.elements[scope]
        scope = inner.scope


def _starts_beside(subject: Subject, scope: str | None, inner: Element) -> Iterator[Element]:
    """The starts of event sub-processes of a scope but that which the error comes out of."""
    for one in subject.scopes.get(scope, ()):
        if one.triggered_by_event and one.id != inner.id:
            yield from (e for e in subject.scopes.get(one.id, ()) if e.kind is Kind.START_EVENT)


def _catches(event: Element, code: str | None) -> bool:
    return any(
        part.trigger is Trigger.ERROR and part.error_code in (None, code)
        for part in triggers(event)
    )


RULE = Rule(
    id="error-caught",
    family=Family.SOUNDNESS,
    severity="warning",
    zh="错误 {code} 无人捕获，案件会成为异常",
    en="Nothing catches the error {code}: the case becomes an incident",
    fix_zh="画出捕获它的边界事件或事件子流程",
    fix_en="Draw a boundary event or an event sub-process that catches it",
    search=_search,
)
