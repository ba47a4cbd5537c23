"""Every way ends at an end event, so that its outcome has a name."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is not Kind.END_EVENT and not element.outgoing:
            yield breach(element, name=element.name or element.id)


RULE = Rule(
    id="ends-drawn",
    family=Family.STYLE,
    severity="warning",
    zh="“{name}”之后没有结束事件,结果没有名称",
    en="Nothing follows '{name}': its outcome has no name",
    fix_zh="在其后画出命名的结束事件",
    fix_en="Draw a named end event after it",
    search=_search,
)
