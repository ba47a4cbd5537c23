"""Every element can happen."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.soundness import explorations
from engine.bpmn.rules.ways import reachable
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for net, exploration in explorations(subject):
        if exploration.stuck or exploration.endless or not exploration.is_complete:
            continue  # what lies behind a deadlock or an endless loop is dead for that reason
        connected = reachable(subject, list(net.elements.values()))
        for element in net.elements.values():
            is_dead = element.id in connected - exploration.passed
            if is_dead and element.kind is not Kind.BOUNDARY_EVENT:
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
