"""What begins a case by a message stands at the beginning of a process (10.3.3, 10.6.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family

_STARTING: Final = (Trigger.MESSAGE, Trigger.SIGNAL)


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if not element.instantiate:
            if element.parallel_events:
                yield breach(
                    element,
                    zh="并行的基于事件的网关必须启动流程",
                    en="a parallel event-based gateway starts a process",
                )
            continue
        if element.scope is not None:
            yield breach(element, zh="不能在子流程之内", en="not inside a sub-process")
        if element.incoming:
            yield breach(element, zh="不能有流入的顺序流", en="no flow leads to it")
        if element.kind is Kind.EVENT_BASED_GATEWAY:
            yield from _of_events(subject, element)


def _of_events(subject: Subject, gateway: Element) -> Iterator[Breach]:
    for flow in subject.out_of(gateway):
        target = subject.process.elements.get(flow.target)
        if target is None or target.kind is not Kind.CATCH_EVENT:
            continue
        if target.event.trigger not in _STARTING:
            yield breach(
                target, zh="只有消息和信号能启动流程", en="only messages and signals start it"
            )


RULE = Rule(
    id="instantiating",
    family=Family.STRUCTURE,
    severity="error",
    zh="instantiate：{zh}",
    en="instantiate: {en}",
    fix_zh="去掉 instantiate，或移到流程开头",
    fix_en="Remove instantiate, or move it to the beginning",
    search=_search,
)
