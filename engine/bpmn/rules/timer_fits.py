"""A timer has a time, and a repeated one only where it does not interrupt."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Element, Kind, TimerKind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        event = element.event
        if event.trigger is not Trigger.TIMER:
            continue
        if event.timer is None or event.timer_kind is None:
            yield breach(element, zh="没有时间", en="has no time")
        elif event.timer_kind is TimerKind.CYCLE and not _may_repeat(element):
            yield breach(
                element, zh="只会发生一次,不能用周期", en="happens once and cannot be a cycle"
            )


def _may_repeat(element: Element) -> bool:
    return element.kind is Kind.BOUNDARY_EVENT and not element.interrupting


RULE = Rule(
    id="timer-fits",
    family=Family.STRUCTURE,
    severity="error",
    zh="定时事件{zh}",
    en="The timer event {en}",
    fix_zh="用 timeDate 或 timeDuration",
    fix_en="Use timeDate or timeDuration",
    search=_search,
)
