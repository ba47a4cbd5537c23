"""One level of a process as a graph: the nodes that tokens pass, and the arrows between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.core.definition import Element, EventDefinition, Kind, ProcessDefinition, Trigger

_BEGIN: Final = "begin:"
"""Before the id of a node where control begins: an arrow that stands for no flow of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The process itself (`scope` None) or the inside of one sub-process.

    Arrows are sequence flows by their ids, links by the id of the throwing event, and one at each
    node where control begins. Compensation handlers and event sub-processes stand beside the
    flow: they are no nodes of the level that holds them.
    """

    process: ProcessDefinition
    scope: str | None
    nodes: Mapping[str, Element]
    incoming: Mapping[str, tuple[str, ...]]
    outgoing: Mapping[str, tuple[str, ...]]
    target: Mapping[str, str]
    source: Mapping[str, str]
    boundary: Mapping[str, tuple[Element, ...]]  # by host, those that tokens can leave by
    starts: tuple[tuple[str, ...], ...]
    """Alternatives: on the arrows of one of them control begins."""

    def is_begin(self, arrow: str) -> bool:
        """Whether the arrow is no sequence flow or link."""
        return arrow not in self.source

    def after(self, node: str) -> list[str]:
        """What can happen next after this node, its boundary events included."""
        events = [event.id for event in self.boundary.get(node, ())]
        return events + [self.target[arrow] for arrow in self.outgoing[node]]


def levels_of(process: ProcessDefinition) -> list[Level]:
    """Every level whose shape the structural rules accept: where it can begin, and no flow that
    leaves it or leads nowhere."""
    scopes: dict[str | None, list[Element]] = {}
    for element in process.elements.values():
        scopes.setdefault(element.scope, []).append(element)
    return [
        _level(process, scope, elements)
        for scope, elements in scopes.items()
        if _is_well_formed(process, elements) and first_nodes(process, scope, elements)
    ]


def is_beside(element: Element) -> bool:
    """Whether no token comes to the element along flows: it happens beside them."""
    return (
        element.for_compensation
        or element.triggered_by_event
        or (element.attached_to is not None and has_trigger(element, Trigger.COMPENSATION))
    )


def has_trigger(element: Element, trigger: Trigger) -> bool:
    """Whether the event has this trigger, alone or as one of several."""
    return any(part.trigger is trigger for part in triggers(element))


def triggers(element: Element) -> tuple[EventDefinition, ...]:
    """Its event definition, or the parts of a multiple one."""
    return element.event.parts or (element.event,)


def starts_instance(element: Element) -> bool:
    """An element of the process that begins a case when its message comes."""
    return element.instantiate and not element.incoming


def _is_well_formed(process: ProcessDefinition, elements: list[Element]) -> bool:
    ids = {element.id for element in elements if not is_beside(element)}
    return all(
        process.flows[flow].target in ids and process.flows[flow].source in ids
        for element in elements
        for flow in (*element.incoming, *element.outgoing)
    ) and all(
        element.attached_to in ids
        for element in elements
        if element.attached_to is not None and not is_beside(element)
    )


def first_nodes(
    process: ProcessDefinition, scope: str | None, elements: list[Element]
) -> list[list[str]]:
    """The alternatives to begin, each the nodes at which tokens begin together (13.3.4)."""
    events = [one.id for one in elements if one.kind is Kind.START_EVENT]
    if scope is None:
        events += [one.id for one in elements if starts_instance(one)]
    is_ad_hoc = scope is not None and process.elements[scope].kind is Kind.AD_HOC_SUB_PROCESS
    if events and not is_ad_hoc:
        return [[event] for event in events]
    first = [one.id for one in elements if not one.incoming and _takes_tokens(one)]
    return [first] if first else []


def _takes_tokens(element: Element) -> bool:
    return (
        not is_beside(element)
        and element.attached_to is None
        and not (element.kind is Kind.CATCH_EVENT and element.event.trigger is Trigger.LINK)
    )


def _level(process: ProcessDefinition, scope: str | None, elements: list[Element]) -> Level:
    nodes = {element.id: element for element in elements if not is_beside(element)}
    incoming = {node: list(element.incoming) for node, element in nodes.items()}
    outgoing = {node: element.outgoing for node, element in nodes.items()}
    flows = [process.flows[flow] for node in nodes.values() for flow in node.outgoing]
    source = {flow.id: flow.source for flow in flows}
    target = {flow.id: flow.target for flow in flows if flow.target in nodes}
    for throw, catch in _links(nodes):
        source[throw], target[throw] = throw, catch
        outgoing[throw] = (throw,)
        incoming[catch].append(throw)
    starts = []
    for first in first_nodes(process, scope, elements):
        arrows = {f"{_BEGIN}{node}": node for node in first}
        target.update(arrows)
        for arrow, node in arrows.items():
            incoming[node].append(arrow)
        starts.append(tuple(arrows))
    return Level(
        process=process,
        scope=scope,
        nodes=nodes,
        incoming={node: tuple(arrows) for node, arrows in incoming.items()},
        outgoing=outgoing,
        target=target,
        source=source,
        boundary=_boundary(nodes),
        starts=tuple(starts),
    )


def _links(nodes: Mapping[str, Element]) -> list[tuple[str, str]]:
    """(throw, catch) of each link: one catch of the name, any number of throws (10.5.4)."""
    catches = {
        node.event.link: node.id
        for node in nodes.values()
        if node.kind is Kind.CATCH_EVENT and node.event.trigger is Trigger.LINK
    }
    return [
        (node.id, catches[node.event.link])
        for node in nodes.values()
        if node.kind is Kind.THROW_EVENT
        and node.event.trigger is Trigger.LINK
        and node.event.link in catches
    ]


def _boundary(nodes: Mapping[str, Element]) -> dict[str, tuple[Element, ...]]:
    found: dict[str, tuple[Element, ...]] = {}
    for element in nodes.values():
        if element.attached_to is not None:
            found[element.attached_to] = (*found.get(element.attached_to, ()), element)
    return found
