"""Nothing leads out of an end event."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is Kind.END_EVENT and element.outgoing:
            yield breach(element)


RULE = Rule(
    id="end-is-last",
    family=Family.STRUCTURE,
    severity="error",
    zh="结束事件不能有流出的顺序流",
    en="An end event has no outgoing flow",
    fix_zh="改为中间事件，或删除顺序流",
    fix_en="Make it an intermediate event or remove the flow",
    search=_search,
)
