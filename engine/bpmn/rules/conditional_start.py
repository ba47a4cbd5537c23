"""No condition begins a case: before there is one, the standard has no data for it (10.5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Element, EventDefinition, Kind, Trigger
from engine.errors import Family


def _parts(element: Element) -> tuple[EventDefinition, ...]:
    return element.event.parts or (element.event,)


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        begins = element.kind is Kind.START_EVENT and element.scope is None
        if begins and any(part.trigger is Trigger.CONDITIONAL for part in _parts(element)):
            yield breach(element)


RULE = Rule(
    id="conditional-start",
    family=Family.STRUCTURE,
    severity="error",
    zh="流程不能由条件触发:还没有案件,也就没有可判断的数据",
    en="A condition cannot begin a process: before there is a case there is no data to ask",
    fix_zh="改用消息、信号或定时开始事件",
    fix_en="Use a message, signal or timer start event",
    search=_search,
)
