"""Nothing leads into a start event."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is Kind.START_EVENT and element.incoming:
            yield breach(element)


RULE = Rule(
    id="start-is-first",
    family=Family.STRUCTURE,
    severity="error",
    zh="开始事件不能有流入的顺序流",
    en="A start event has no incoming flow",
    fix_zh="让顺序流指向第一个步骤",
    fix_en="Lead the flow to the first step",
    search=_search,
)
