"""Whatever nothing follows is an end event."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import is_beside
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if not element.outgoing and not _may_be_last(subject, element):
            yield breach(element, name=element.name or element.id)


def _may_be_last(subject: Subject, element: Element) -> bool:
    holder = subject.process.elements.get(element.scope or "")
    return (
        element.kind is Kind.END_EVENT
        or is_beside(element)
        or element.event.trigger is Trigger.LINK
        or (holder is not None and holder.kind is Kind.AD_HOC_SUB_PROCESS)
    )


RULE = Rule(
    id="ends-drawn",
    family=Family.STYLE,
    severity="warning",
    zh="“{name}”之后没有结束事件，结果没有名称",
    en="Nothing follows '{name}': its outcome has no name",
    fix_zh="在其后画出命名的结束事件",
    fix_en="Draw a named end event after it",
    search=_search,
)
