"""There is somewhere for control to begin."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import first_nodes
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    process = subject.process
    for scope, elements in subject.scopes.items():
        if elements and not first_nodes(process, scope, elements):
            owner = None if scope is None else process.elements[scope]
            yield breach(owner, place=scope or process.key)


RULE = Rule(
    id="can-begin",
    family=Family.STRUCTURE,
    severity="error",
    zh="{place} 里没有可以开始的地方：每个步骤都有流入的顺序流",
    en="Nothing in {place} can begin: a flow leads to every step",
    fix_zh="画出开始事件",
    fix_en="Draw a start event",
    search=_search,
)
