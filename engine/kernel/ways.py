"""What lies ahead of an element: every flow and element on a way from there, loops not taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.kernel.model import Node, Process
from engine.kernel.state import Phase, Status, Token


class Ahead(NamedTuple):
    """What a token at an element may still come to in its scope. The element itself is in it."""

    elements: frozenset[str]
    flows: frozenset[str]


def ahead(process: Process, element: str) -> Ahead:
    """What lies ahead when no flow is taken that only leads back: the back edges of a depth-first
    walk from where the scope begins. Boundary events lie ahead of their activity, a catching link
    event ahead of those that throw to it."""
    back = _back_edges(process, process.nodes[element].element.scope)
    elements, flows, queue = {element}, set[str](), [element]
    while queue:
        node = process.nodes[queue.pop()]
        for flow, target in edges(node):
            if (node.id, target) in back:
                continue
            if flow:
                flows.add(flow)
            if target not in elements:
                elements.add(target)
                queue.append(target)
    return Ahead(frozenset(elements), frozenset(flows))


def edges(node: Node) -> Iterator[tuple[str, str]]:
    """(flow, target) of every way on; of links and boundary events the flow is empty."""
    for branch in (*node.branches, *((node.default,) if node.default else ())):
        yield branch.flow, branch.target
    if node.link:
        yield "", node.link
    for boundary in node.boundaries:
        yield "", boundary.id


def is_ahead(token: Token, way: Ahead) -> bool:
    """Whether the token stands on one of these ways: one that waits for others, or has not begun,
    still stands on the flow that it came by."""
    if token.phase is Phase.ARM:
        return False
    if stands_on_flow(token):
        return token.via in way.flows
    return token.element in way.elements


def stands_on_flow(token: Token) -> bool:
    """Whether the token has not yet begun what it came to."""
    arrived = token.status is Status.JOINING or (
        token.status is Status.READY and token.phase is Phase.ENTER
    )
    return arrived and bool(token.via) and not token.active


def _back_edges(process: Process, scope: str | None) -> set[tuple[str, str]]:
    """The edges that lead back to where a walk through the scope has come from."""
    found: set[tuple[str, str]] = set()
    done: set[str] = set()
    for start in _beginnings(process, scope):
        if start in done:
            continue
        way, trail = {start}, [(start, edges(process.nodes[start]))]
        while trail:
            at, left = trail[-1]
            target = next((one for _, one in left), None)
            if target is None:
                trail.pop()
                way.discard(at)
                done.add(at)
            elif target in way:
                found.add((at, target))
            elif target not in done:
                way.add(target)
                trail.append((target, edges(process.nodes[target])))
    return found


def _beginnings(process: Process, scope: str | None) -> Iterator[str]:
    """Where walks begin: the scope's starts, then what no flow leads to, then the rest."""
    around = None if scope is None else process.nodes.get(scope)
    yield from around.starts if around is not None else process.starts
    inside = [node for node in process.nodes.values() if node.element.scope == scope]
    yield from (
        node.id for node in inside if not node.incoming and node.element.attached_to is None
    )
    yield from (node.id for node in inside)
