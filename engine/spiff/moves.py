"""Control that people move, carried out on SpiffWorkflow: some tasks end, one begins.

What that takes, and which gateways get tokens back, is worked out here once more, from the diagram
and from where SpiffWorkflow stands, by docs/adr/0014; so a move that the first interpreter carried
out otherwise is a disagreement like any other. docs/adr/0021.
"""

from __future__ import annotations

from typing import Any

from engine.core import advance as adv
from engine.core.definition import Element
from engine.core.events import ControlMoved
from engine.errors import InvalidState
from engine.spiff import reopening, tree, waiting
from engine.spiff.advancing import notice_canceled
from engine.spiff.failures import BeyondWitness, Stuck
from engine.spiff.live import ROOT, Live
from engine.spiff.model import Role
from engine.spiff.rejoining import (
    Restored,
    bring,
    forget_round,
    joins_anew,
    refuse_entangled,
    to_restore,
)
from engine.spiff.standing import Stand, standing, task_of, within
from engine.spiff.targets import Goal, goal_of, scope_around


def move(live: Live, stimulus: adv.Move) -> None:
    """Carry it out. Raises InvalidState when control cannot go there, or not from there."""
    goal = goal_of(live, stimulus)
    if not stimulus.tokens and not stimulus.scopes:
        _revive(live)
    gone = _gone(live, stimulus, goal)
    kept = [one for one in standing(live, goal.scope) if one not in gone]
    restored = to_restore(live, goal, gone, kept)
    if stimulus.exactly:
        refuse_entangled(goal, kept)
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
    waits = joins_anew(live, goal, gone, kept, restored[0])
    _enter(live, goal, stimulus, restored[1:])
    for task in waits:
        tree.begin(task)
    notice_canceled(live, goal.anchor)
    tree.workflow_of(live, goal.scope).update_waiting_tasks()


def reopen(live: Live, stimulus: adv.Reopen) -> None:
    """One turn of a multi-instance activity again. Raises InvalidState as `move` does."""
    if stimulus.turns.ended:
        move(live, stimulus)
    else:
        reopening.reopen(live, stimulus)


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
            forget_round(live, live.workflow, join)
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
                f"“{name}”不在此环节之前，不能退回到那里",
                f"Expected an element before {origin.element.id}, {goal.anchor} is not",
            )
    return gone


def _enter(live: Live, goal: Goal, stimulus: adv.Move, restored: list[Restored]) -> None:
    """One task at each element of the way in; the last one begins."""
    scope, waits = goal.scope, list[Any]()
    for container, inside in zip(goal.path, restored, strict=False):
        scope = _opened(live, scope, container)
        for join in dict.fromkeys(join for join, _ in inside):
            flows = {flow for other, flow in inside if other == join}
            waits.append(bring(live, scope, join, flows))
    task = tree.place_at(tree.workflow_of(live, scope), goal.path[-1])
    if isinstance(stimulus, adv.Reopen):
        reopening.enter(live, task, stimulus)
    else:
        tree.begin(task)
    if stimulus.hold:
        waiting.offer_start(live, task)
    for one in waits:
        tree.begin(one)


def _opened(live: Live, scope: int, container: Element) -> int:
    """Enter the sub-process or called process as ever, but begin nothing inside yet."""
    workflow = tree.workflow_of(live, scope)
    place = workflow.spec.task_specs[f"e:{container.id}"].place
    if place.role is Role.GAP:
        raise BeyondWitness(place.why.zh, place.why.en)
    task = tree.place_at(workflow, container)
    tree.begin(task)
    try:
        waiting.open_scope(live, task)
    except Stuck as stuck:
        raise InvalidState(stuck.text.zh, stuck.text.en) from stuck
    tree.go_in(live, task)
    return live.token(task)
