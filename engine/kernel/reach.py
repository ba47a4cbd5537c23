"""Which incoming flows of an inclusive join are reachable from where (BPMN 2.0.2, 13.4.3)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core.definition import Element, ProcessDefinition
from engine.kernel.inside import links_to


def upstream_of(definition: ProcessDefinition, join: Element) -> Mapping[str, frozenset[str]]:
    """By element: the join's incoming flows at the end of some path that starts there and does
    not visit the join. From an activity a path may also begin at its boundary events, and it goes
    on from a throwing to its catching link event."""
    reachable: dict[str, set[str]] = {}
    for flow_id in join.incoming:
        for element in _before(definition, join, definition.flows[flow_id].source):
            reachable.setdefault(element, set()).add(flow_id)
    return {element: frozenset(flows) for element, flows in reachable.items()}


def _before(definition: ProcessDefinition, join: Element, last: str) -> set[str]:
    """Every element from which a path leads to `last`, itself included."""
    found: set[str] = set()
    queue = [last]
    while queue:
        element_id = queue.pop()
        if element_id in found or element_id == join.id:
            continue
        found.add(element_id)
        element = definition.elements[element_id]
        queue.extend(definition.flows[flow].source for flow in element.incoming)
        if element.attached_to is not None:
            queue.append(element.attached_to)
        queue.extend(links_to(definition, element))
    return found
