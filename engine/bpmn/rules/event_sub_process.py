"""An event sub-process begins by one trigger and stands beside the flow (BPMN 2.0.2, 10.3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import has_trigger
from engine.core.definition import Kind, Trigger
from engine.errors import Family

_INTERRUPTING: Final = (Trigger.ERROR, Trigger.COMPENSATION)


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if not element.triggered_by_event:
            continue
        starts = [e for e in subject.scopes.get(element.id, ()) if e.kind is Kind.START_EVENT]
        if len(starts) != 1 or starts[0].event.trigger is Trigger.NONE:
            yield breach(
                element,
                zh="须有且只有一个带触发条件的开始事件",
                en="has exactly one start event, with a trigger",
            )
        elif not starts[0].interrupting and any(has_trigger(starts[0], t) for t in _INTERRUPTING):
            yield breach(
                starts[0],
                zh="由错误或补偿触发时必须中断",
                en="for an error or compensation interrupts",
            )
        if element.incoming or element.outgoing:
            yield breach(element, zh="不能有顺序流", en="has no incoming and outgoing flows")
        if subject.boundary_events.get(element.id):
            yield breach(element, zh="不能有边界事件", en="has no boundary events")


RULE = Rule(
    id="event-sub-process",
    family=Family.STRUCTURE,
    severity="error",
    zh="事件子流程{zh}",
    en="An event sub-process {en}",
    fix_zh="改正它的开始事件或连线",
    fix_en="Correct its start event or its flows",
    search=_search,
)
