"""Several events do not begin a case together: nothing says yet which of them belong together."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        begins = element.kind is Kind.START_EVENT and element.scope is None
        if begins and element.event.trigger is Trigger.PARALLEL_MULTIPLE:
            yield breach(element)


RULE = Rule(
    id="parallel-multiple-start",
    family=Family.STRUCTURE,
    severity="error",
    zh="流程不能等齐几个事件才开始:还没有案件能把它们归到一起",
    en="Several events cannot begin a process together: no case holds them together yet",
    fix_zh="用并行的、可发起的事件网关(eventGatewayType=Parallel)",
    fix_en="Use an instantiating event-based gateway with eventGatewayType Parallel",
    search=_search,
)
