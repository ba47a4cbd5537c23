"""From every element some way leads out of all loops."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.ways import able_to_end
from engine.bpmn.soundness import levels_of
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for level in levels_of(subject.process):
        closing = able_to_end(level)
        for element in level.nodes.values():
            if element.id not in closing:
                yield breach(element, name=element.name or element.id)


RULE = Rule(
    id="can-end",
    family=Family.SOUNDNESS,
    severity="error",
    zh="从“{name}”出发没有一条路径能够结束",
    en="No way from '{name}' ever ends",
    fix_zh="给回路画出一条出口",
    fix_en="Draw a way out of the loop",
    search=_search,
)
