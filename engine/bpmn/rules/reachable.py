"""Every element lies on a way from the start of its scope."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.ways import reachable
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for elements in subject.scopes.values():
        if not any(e.kind is Kind.START_EVENT for e in elements):
            continue  # one-start names it
        found = reachable(subject, elements)
        for element in elements:
            if element.id not in found:
                yield breach(element, name=element.name or element.id)


RULE = Rule(
    id="reachable",
    family=Family.SOUNDNESS,
    severity="error",
    zh="“{name}”从开始事件无法到达",
    en="'{name}' cannot be reached from the start",
    fix_zh="用顺序流连接它,或删除它",
    fix_en="Join it by a sequence flow or remove it",
    search=_search,
)
