"""The flows lead to every element."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.ways import reachable
from engine.bpmn.soundness import levels_of
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for level in levels_of(subject.process):
        found = reachable(level)
        for element in level.nodes.values():
            if element.id not in found:
                yield breach(element, name=element.name or element.id)


RULE = Rule(
    id="reachable",
    family=Family.STRUCTURE,
    severity="error",
    zh="“{name}”从开始事件无法到达",
    en="'{name}' cannot be reached from the start",
    fix_zh="用顺序流连接它，或删除它",
    fix_en="Join it by a sequence flow or remove it",
    search=_search,
)
