"""Behind an event-based gateway come at least two events that compete (BPMN 2.0.2, 10.6.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import has_trigger
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family

_CATCHABLE: Final = frozenset(
    {
        Trigger.MESSAGE,
        Trigger.TIMER,
        Trigger.CONDITIONAL,
        Trigger.SIGNAL,
        Trigger.MULTIPLE,
        Trigger.PARALLEL_MULTIPLE,
    }
)


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is not Kind.EVENT_BASED_GATEWAY:
            continue
        targets = [subject.process.elements.get(flow.target) for flow in subject.out_of(element)]
        found = [target for target in targets if target is not None]
        if len(found) < 2:
            yield breach(element, zh="须有两条以上的流出路径", en="it needs two or more ways out")
        for target in found:
            yield from _of_target(subject, target)
        if len({one.kind for one in found if has_trigger(one, Trigger.MESSAGE)}) > 1:
            yield breach(
                element,
                zh="不能同时用接收任务和消息事件",
                en="it leads to receive tasks or to message events, not to both",
            )


def _of_target(subject: Subject, target: Element) -> Iterator[Breach]:
    is_event = target.kind is Kind.CATCH_EVENT and target.event.trigger in _CATCHABLE
    if not is_event and target.kind is not Kind.RECEIVE_TASK:
        yield breach(
            target,
            zh=f"{target.id} 不是可以等待的事件",
            en=f"{target.id} is no event that is waited for",
        )
    elif len(target.incoming) > 1:
        yield breach(
            target,
            zh=f"{target.id} 不能再有别的流入路径",
            en=f"{target.id} has no other incoming flow",
        )
    elif subject.boundary_events.get(target.id):
        yield breach(
            target, zh=f"{target.id} 不能有边界事件", en=f"{target.id} has no boundary events"
        )


RULE = Rule(
    id="event-gateway",
    family=Family.STRUCTURE,
    severity="error",
    zh="基于事件的网关：{zh}",
    en="Event-based gateway: {en}",
    fix_zh="在它之后只画捕获事件或接收任务",
    fix_en="Draw only catch events or receive tasks after it",
    search=_search,
)
