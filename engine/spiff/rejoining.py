"""What gateways that bring tokens together get when control is moved: a new round, and the tokens
that nothing can bring them any more (docs/adr/0014, 0021)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from engine.core.definition import Element, Kind
from engine.errors import InvalidState
from engine.spiff import tree
from engine.spiff.build import joins
from engine.spiff.failures import BeyondWitness
from engine.spiff.live import Live
from engine.spiff.standing import Stand
from engine.spiff.targets import Goal, inside_of
from engine.spiff.ways import Ways

Restored = list[tuple[str, str]]
"""Gateway and incoming flow of each token that is given back."""


def to_restore(live: Live, goal: Goal, gone: list[Stand], kept: list[Stand]) -> list[Restored]:
    """What parallel gateways get back, in the scope of the move and in each that is entered; there
    nothing else can bring a token."""
    missing = _missing(goal.ways, goal.anchor, gone)
    brought = [(join, flow) for join, flow in missing if not _may_come(goal.ways, kept, flow)]
    found, definition = [brought], goal.ways.definition
    for outer, inner in pairwise(goal.path):
        definition = inside_of(live, outer, definition)
        found.append(list(_missing(Ways(definition=definition), inner.id, [])))
    return found


def _missing(ways: Ways, anchor: str, gone: Iterable[Stand]) -> Iterator[tuple[str, str]]:
    """Each flow into a parallel gateway ahead that leads there from elsewhere. Raises
    InvalidState where what another element brought together cannot be told."""
    way = ways.ahead(anchor)
    for element in ways.definition.elements.values():
        several = joins(element) or element.multi_merge
        if element.id not in way.elements or element.id == anchor or not several:
            continue
        missing = [flow for flow in element.incoming if flow not in way.flows]
        if element.kind is Kind.PARALLEL_GATEWAY:
            yield from ((element.id, flow) for flow in missing)
        elif missing and element.multi_merge:
            beyond = ways.ahead(element.id)
            if any(one.is_ahead(beyond) for one in gone):
                raise _untold(element)


def _untold(element: Element) -> InvalidState:
    return InvalidState(
        f"“{element.name or element.id}”已汇合了别处来的令牌，只能退回到这些分支分开之前",
        f"Expected a target before the branches that {element.id} brings together",
    )


def _may_come(ways: Ways, kept: Iterable[Stand], flow: str) -> bool:
    """Whether one of those that stay waits on the flow, or can still come to it."""
    return any(one.flow == flow or flow in ways.ahead(one.element.id).flows for one in kept)


def refuse_entangled(goal: Goal, kept: list[Stand]) -> None:
    """Raises BeyondWitness where two tokens would be before one inclusive gateway, and one of them
    could still come by several ways: SpiffWorkflow waits for more than the standard does."""
    here = Stand(element=goal.path[0])
    for join in goal.ways.definition.elements.values():
        if join.kind is not Kind.INCLUSIVE_GATEWAY or not joins(join) or join.id == goal.anchor:
            continue
        ways = [_ways_into(goal.ways, one, join) for one in (here, *kept)]
        coming = [count for count in ways if count]
        if len(coming) > 1 and max(coming) > 1:
            raise BeyondWitness(
                f"移动之后，包容汇合 {join.id} 之前的几个位置相互牵连，SpiffWorkflow 会多等待",
                f"Expected no move to before the split of another token on its way to {join.id}:"
                " SpiffWorkflow waits for too many there",
            )


def _ways_into(ways: Ways, stand: Stand, join: Element) -> int:
    """By how many flows the token may come to the gateway, or has come."""
    if stand.flow and stand.element.id == join.id:
        return 1
    way = ways.ahead(stand.element.id)
    return sum(flow in way.flows for flow in join.incoming)


def joins_anew(
    live: Live, goal: Goal, gone: list[Stand], kept: list[Stand], restored: Restored
) -> list[Any]:
    """Gateways that went on begin a new round, those with other tokens than before wait with
    these. Gives the tasks that have not yet looked whether they may go on."""
    workflow, left = tree.workflow_of(live, goal.scope), dict[str, set[str]]()
    for one in (*gone, *kept):
        if one.flow:
            left.setdefault(one.element.id, set()).update({one.flow} - {o.flow for o in gone})
    for join, flow in restored:
        left.setdefault(join, set()).add(flow)
    changed = {one.element.id for one in gone} | {join for join, _ in restored}
    for key in list(live.at_joins):
        if key[0] == goal.scope and (key in live.joined or key[1] in changed):
            forget_round(live, workflow, key)
    found = (bring(live, goal.scope, join, left.get(join, set())) for join in sorted(changed))
    return [task for task in found if task is not None]


def forget_round(live: Live, workflow: Any, join: tuple[int, str]) -> None:
    """What came to the gateway until now counts no more."""
    tree.start_round(workflow, join[1])
    del live.at_joins[join]
    live.joined.discard(join)


def bring(live: Live, scope: int, join: str, flows: set[str]) -> Any | None:
    """Let tokens wait at the gateway on these flows. Raises BeyondWitness where that are all."""
    if not flows:
        return None
    live.at_joins[scope, join] = flows
    definition = live.prepared.definitions[live.scopes[scope].process]
    incoming = definition.elements[join].incoming
    if flows.issuperset(incoming):
        raise BeyondWitness(
            f"跳转之后，汇合网关 {join} 的每条流入路径都已有位置，却还有一个要来",
            f"Expected a token to be missing at {join}: the one that was moved would be one more",
        )
    return tree.bring(tree.workflow_of(live, scope), [one for one in incoming if one in flows])
