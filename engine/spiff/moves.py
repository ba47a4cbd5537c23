"""Control that people move, carried out on SpiffWorkflow: some tasks end, one begins.

What that takes, and which gateways get tokens back, is worked out here once more, from the diagram
and from where SpiffWorkflow stands, by docs/adr/0014; so a move that the first interpreter carried
out otherwise is a disagreement like any other. docs/adr/0021.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from engine.core import advance as adv
from engine.core.definition import Element, Kind, ProcessDefinition
from engine.core.events import ControlMoved
from engine.errors import InvalidState
from engine.spiff import tree, waiting
from engine.spiff.advancing import notice_canceled
from engine.spiff.build import joins
from engine.spiff.failures import BeyondWitness, Stuck
from engine.spiff.live import ROOT, Live, place_of
from engine.spiff.model import Role
from engine.spiff.standing import Stand, standing, task_of, within
from engine.spiff.targets import Goal, goal_of, scope_around
from engine.spiff.ways import Ways

Restored = list[tuple[str, str]]
"""Gateway and incoming flow of each token that is given back."""


def move(live: Live, stimulus: adv.Move) -> None:
    """Carry it out. Raises InvalidState when control cannot go there, or not from there."""
    goal = goal_of(live, stimulus)
    if not stimulus.tokens and not stimulus.scopes:
        _revive(live)
    gone = _gone(live, stimulus, goal)
    kept = [one for one in standing(live, goal.scope) if one not in gone]
    restored = _restored(live, goal, gone, kept)
    if stimulus.exactly:
        _refuse_entangled(goal, kept)
    live.emit(
        ControlMoved(
            target=stimulus.target,
            process=stimulus.process,
            scope=goal.scope,
            by=stimulus.by,
            canceled=tuple(one.element.id for one in gone),
            restored=tuple(flow for level in restored for _, flow in level),
        )
    )
    for one in gone:
        if not one.flow:
            tree.end(live, one)
    waits = _joins_anew(live, goal, gone, kept, restored[0])
    _enter(live, goal, stimulus, restored[1:])
    for task in waits:
        tree.begin(task)
    notice_canceled(live, goal.anchor)
    tree.workflow_of(live, goal.scope).update_waiting_tasks()


def amend(live: Live, stimulus: adv.Amend) -> None:
    """Set the variables. Raises InvalidState where the token or the element is not to be found,
    or an output mapping of the element fails."""
    scope = live.scope(task_of(live, stimulus.token)) if stimulus.token else ROOT
    if not stimulus.element:
        live.assign(scope, stimulus.values, stimulus.by, None)
        return
    scope = scope_around(live, scope, stimulus.process, stimulus.element)
    parts = live.prepared.parts[stimulus.process][stimulus.element]
    if not parts.outputs:
        live.answer(scope, stimulus.values, stimulus.by, stimulus.element)
        return
    try:
        values = live.mapped(parts.outputs, {**live.visible(scope), **stimulus.values})
    except Stuck as stuck:
        raise InvalidState(stuck.text.zh, stuck.text.en) from stuck
    live.assign(scope, values, "engine", stimulus.element)


def _revive(live: Live) -> None:
    """Of a case that has ended: what it reached is not its end any more."""
    if not live.is_over:
        raise InvalidState("案件尚未结束", "Expected an ended case, or the tokens to be moved")
    for join in list(live.at_joins):
        if join[0] == ROOT:
            _forget_round(live, live.workflow, join)
    live.at_joins.clear()
    live.joined.clear()
    live.is_over, live.ended = False, ()
    live.workflow.completed = False


def _gone(live: Live, stimulus: adv.Move, goal: Goal) -> list[Stand]:
    """What is to be cancelled in the scope of the move, each with all inside."""
    origins = [within(live, token, goal.scope) for token in stimulus.tokens]
    if stimulus.exactly:
        return list(dict.fromkeys(origins))
    way = goal.ways.ahead(goal.anchor)
    gone = [one for one in standing(live, goal.scope) if one.is_ahead(way)]
    for origin in origins:
        if origin not in gone:
            name = goal.path[-1].name or goal.path[-1].id
            raise InvalidState(
                f"“{name}”不在此环节之前,不能退回到那里",
                f"Expected an element before {origin.element.id}, {goal.anchor} is not",
            )
    return gone


# --- gateways


def _restored(live: Live, goal: Goal, gone: list[Stand], kept: list[Stand]) -> list[Restored]:
    """What parallel gateways get back, in the scope of the move and in each that is entered; there
    nothing else can bring a token."""
    missing = _missing(goal.ways, goal.anchor, gone)
    brought = [(join, flow) for join, flow in missing if not _may_come(goal.ways, kept, flow)]
    found, definition = [brought], goal.ways.definition
    for outer, inner in pairwise(goal.path):
        definition = _inside(live, outer, definition)
        found.append(list(_missing(Ways(definition=definition), inner.id, [])))
    return found


def _inside(live: Live, container: Element, around: ProcessDefinition) -> ProcessDefinition:
    called = container.called_name if container.kind is Kind.CALL_ACTIVITY else None
    return live.prepared.definitions[called] if called else around


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
        f"“{element.name or element.id}”已汇合了别处来的令牌,只能退回到这些分支分开之前",
        f"Expected a target before the branches that {element.id} brings together",
    )


def _may_come(ways: Ways, kept: Iterable[Stand], flow: str) -> bool:
    """Whether one of those that stay waits on the flow, or can still come to it."""
    return any(one.flow == flow or flow in ways.ahead(one.element.id).flows for one in kept)


def _refuse_entangled(goal: Goal, kept: list[Stand]) -> None:
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
                f"移动之后,包容汇合 {join.id} 之前的几个位置相互牵连,SpiffWorkflow 会多等待",
                f"Expected no move to before the split of another token on its way to {join.id}:"
                " SpiffWorkflow waits for too many there",
            )


def _ways_into(ways: Ways, stand: Stand, join: Element) -> int:
    """By how many flows the token may come to the gateway, or has come."""
    if stand.flow and stand.element.id == join.id:
        return 1
    way = ways.ahead(stand.element.id)
    return sum(flow in way.flows for flow in join.incoming)


def _joins_anew(
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
            _forget_round(live, workflow, key)
    found = (_brought(live, goal.scope, join, left.get(join, set())) for join in sorted(changed))
    return [task for task in found if task is not None]


def _forget_round(live: Live, workflow: Any, join: tuple[int, str]) -> None:
    """What came to the gateway until now counts no more."""
    tree.start_round(workflow, join[1])
    del live.at_joins[join]
    live.joined.discard(join)


def _brought(live: Live, scope: int, join: str, flows: set[str]) -> Any | None:
    """Let tokens wait at the gateway on these flows. Raises BeyondWitness where that are all."""
    if not flows:
        return None
    live.at_joins[scope, join] = flows
    definition = live.prepared.definitions[live.scopes[scope].process]
    incoming = definition.elements[join].incoming
    if flows.issuperset(incoming):
        raise BeyondWitness(
            f"跳转之后,汇合网关 {join} 的每条流入路径都已有位置,却还有一个要来",
            f"Expected a token to be missing at {join}: the one that was moved would be one more",
        )
    return tree.bring(tree.workflow_of(live, scope), [one for one in incoming if one in flows])


# --- the way in


def _enter(live: Live, goal: Goal, stimulus: adv.Move, restored: list[Restored]) -> None:
    """One task at each element of the way in; the last one begins."""
    scope, waits = goal.scope, list[Any]()
    for container, inside in zip(goal.path, restored, strict=False):
        scope = _opened(live, scope, container)
        for join in dict.fromkeys(join for join, _ in inside):
            flows = {flow for other, flow in inside if other == join}
            waits.append(_brought(live, scope, join, flows))
    task = tree.place_at(tree.workflow_of(live, scope), goal.path[-1])
    tree.begin(task)
    if stimulus.hold:
        waiting.offer_start(live, task)
    for one in waits:
        tree.begin(one)


def _opened(live: Live, scope: int, container: Element) -> int:
    """Enter the sub-process or called process as ever, but begin nothing inside yet."""
    task = tree.place_at(tree.workflow_of(live, scope), container)
    tree.begin(task)
    place = place_of(task)
    if place.role is not Role.ENTER:
        raise BeyondWitness(place.why.zh, place.why.en)
    try:
        waiting.open_scope(live, task)
    except Stuck as stuck:
        raise InvalidState(stuck.text.zh, stuck.text.en) from stuck
    tree.go_in(live, task)
    return live.token(task)
