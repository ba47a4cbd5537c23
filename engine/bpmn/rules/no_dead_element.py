"""Every element that the flows lead to can happen."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.ways import reachable
from engine.bpmn.soundness import soundness_of
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for level in soundness_of(subject.process):
        found = level.found
        if found.stuck or found.endless is not None or found.growing or not found.is_complete:
            continue  # what lies behind a fault is dead for that reason
        dead = reachable(level.level) - found.passed.keys()
        for element in level.level.nodes.values():
            if element.id in dead:
                yield breach(element, name=element.name or element.id)


RULE = Rule(
    id="no-dead-element",
    family=Family.SOUNDNESS,
    severity="error",
    zh="“{name}”永远不会发生",
    en="'{name}' can never happen",
    fix_zh="检查它之前的网关",
    fix_en="Check the gateways before it",
    search=_search,
)
