"""A compensation event on an activity names its handler, which no flow touches (10.6.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    handlers = {one.handler for one in subject.elements if one.handler is not None}
    for element in subject.elements:
        if element.for_compensation:
            yield from _of_handler(element, handlers)
        is_boundary = element.kind is Kind.BOUNDARY_EVENT
        if is_boundary and element.event.trigger is Trigger.COMPENSATION:
            yield from _of_event(subject, element)


def _of_handler(element: Element, handlers: set[str]) -> Iterator[Breach]:
    if element.incoming or element.outgoing:
        yield breach(element, zh="补偿活动不能有顺序流", en="a handler has no sequence flows")
    if element.attached_to is None and element.id not in handlers:
        yield breach(
            element, zh="没有边界事件引用此补偿活动", en="no boundary event names this handler"
        )


def _of_event(subject: Subject, event: Element) -> Iterator[Breach]:
    handler = subject.process.elements.get(event.handler or "")
    if handler is None or not handler.for_compensation or handler.scope != event.scope:
        yield breach(
            event,
            zh="边界事件须关联同一层的一个补偿活动",
            en="a boundary event is associated with one handler of its level",
        )
    if event.outgoing:
        yield breach(event, zh="边界事件不能有顺序流", en="its boundary event has no flows")


RULE = Rule(
    id="compensation-handler",
    family=Family.STRUCTURE,
    severity="error",
    zh="补偿：{zh}",
    en="Compensation: {en}",
    fix_zh="用关联线把补偿边界事件连到同一层的补偿活动",
    fix_en="Associate the boundary event with a compensation activity of its level",
    search=_search,
)
