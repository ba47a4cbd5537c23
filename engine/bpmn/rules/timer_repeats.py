"""A cycle stands where a timer can happen again."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import triggers
from engine.core.definition import Element, Kind, TimerKind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        is_cycle = any(part.timer_kind is TimerKind.CYCLE for part in triggers(element))
        if is_cycle and not _may_repeat(element):
            yield breach(element)


def _may_repeat(element: Element) -> bool:
    """Starts of a process begin a case each time; beside what is not interrupted it goes on."""
    if element.kind is Kind.START_EVENT:
        return element.scope is None or not element.interrupting
    return element.kind is Kind.BOUNDARY_EVENT and not element.interrupting


RULE = Rule(
    id="timer-repeats",
    family=Family.STYLE,
    severity="warning",
    zh="定时事件只会发生一次，周期只取第一次",
    en="The timer happens once: only the first time of its cycle counts",
    fix_zh="用 timeDate 或 timeDuration",
    fix_en="Use timeDate or timeDuration",
    search=_search,
)
