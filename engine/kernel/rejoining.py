"""Keeps joins right when control moves back before them: no token is lost there or doubled.

A parallel join between the target and what is cancelled has used up a token of each incoming flow.
One of them the moved token will bring again; those that nothing can bring any more are restored,
also in a sub-process that is entered half-way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine.core.definition import Kind
from engine.errors import InvalidState
from engine.kernel.destinations import Place
from engine.kernel.model import Node, Process
from engine.kernel.run import Run
from engine.kernel.state import Phase, Status, Token
from engine.kernel.ways import Ahead, ahead, is_ahead, stands_on_flow


def to_restore(run: Run, place: Place, gone: Sequence[Token]) -> list[tuple[str, str]]:
    """(join, incoming flow) of each token to be restored in the scope of the move. Raises
    InvalidState where what was brought together cannot be told, or nothing would be missing at a
    join that the moved token has still to come to."""
    process, way = place.process, ahead(place.process, place.anchor)
    kept = [one for one in run.content(place.scope) if one not in gone and one.phase != Phase.ARM]
    found: list[tuple[str, str]] = []
    for node, missing in _joins(process, place.anchor, way):
        if node.element.kind is Kind.PARALLEL_GATEWAY:
            again = [flow for flow in missing if not _may_get(process, kept, flow)]
            _refuse_full(node, {*again, *_standing(node, kept)})
            found += [(node.id, flow) for flow in again]
            continue
        started = run.started.pop((place.scope, node.id), None) is not None
        beyond = ahead(process, node.id)
        if missing and (started or any(is_ahead(token, beyond) for token in gone)):
            raise _untold(node)
    return found


def _standing(node: Node, kept: Iterable[Token]) -> Iterator[str]:
    """The flows on which tokens that stay wait at the join."""
    for token in kept:
        if token.element == node.id and stands_on_flow(token):
            yield token.via


def _refuse_full(node: Node, flows: set[str]) -> None:
    if flows.issuperset(node.incoming):
        name = node.element.name or node.id
        raise InvalidState(
            f"移动之后，汇合网关“{name}”的每条流入路径都已有位置，却还有一个要来："
            "请把停在汇合处的位置也一起移动",
            f"Expected a token to be missing at {node.id}: the one that is moved would be one more."
            " Move the one that waits there along with it",
        )


def inside(place: Place, level: int, process: Process) -> list[tuple[str, str]]:
    """As `to_restore`, in what is entered anew: there nothing else can bring a token."""
    anchor = place.path[level]
    found: list[tuple[str, str]] = []
    for node, missing in _joins(process, anchor, ahead(process, anchor)):
        if missing and node.element.kind is Kind.COMPLEX_GATEWAY:
            raise _untold(node)
        if node.element.kind is Kind.PARALLEL_GATEWAY:
            found += [(node.id, flow) for flow in missing]
    return found


def _joins(process: Process, anchor: str, way: Ahead) -> Iterator[tuple[Node, list[str]]]:
    """What brings tokens together ahead of the anchor, with the flows that lead there from
    elsewhere."""
    for node in process.nodes.values():
        if node.id in way.elements and node.id != anchor and _brings_together(node):
            yield node, [flow for flow in node.incoming if flow not in way.flows]


def _brings_together(node: Node) -> bool:
    """Whether what leaves it stands for several tokens that came. An inclusive join does too, but
    goes on without those that cannot come any more (13.4.3)."""
    element = node.element
    gateway = element.kind in (Kind.PARALLEL_GATEWAY, Kind.COMPLEX_GATEWAY)
    several = gateway and len(node.incoming) > 1
    return several or node.needs > 1 or element.multi_merge


def _untold(node: Node) -> InvalidState:
    name = node.element.name or node.id
    return InvalidState(
        f"“{name}”已汇合了别处来的令牌，只能退回到这些分支分开之前",
        f"Expected a target before the branches that {node.id} brings together",
    )


def _may_get(process: Process, kept: Iterable[Token], flow: str) -> bool:
    """Whether a token that stays waits on the flow, or can still come to it."""
    for token in kept:
        if stands_on_flow(token) and token.via == flow:
            return True
        if flow in ahead(process, token.element).flows:
            return True
    return False


def leave_line(run: Run, token: Token) -> None:
    """A token that waits for others at a join waits no more."""
    if token.status is Status.JOINING:
        key = (token.scope, token.element)
        flow = token.via if token.via in run.joins.flows(key) else ""
        run.joins.remove(key, flow, token.id)


def restore(run: Run, scope: int, restored: Iterable[tuple[str, str]]) -> None:
    """The joins get these tokens back."""
    for element, flow in restored:
        run.count(scope, 1)
        run.join(run.tokens[run.place(element, scope, flow)], flow)
