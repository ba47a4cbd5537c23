"""Control that people move: tokens are cancelled, and one begins at the element that they name.

In the scope of the target everything is cancelled that stands on a way from there (ways.ahead),
so a move inside one branch leaves its siblings alone, and one to before the fork takes them all.
A join that had gone on already gets back the tokens that no token can bring it any more: nothing
is lost there, and nothing doubled. docs/adr/0014.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.core import advance as adv
from engine.core.definition import Access, Assignment, AssignmentKind, UserTask
from engine.core.events import ControlMoved, ElementActivated
from engine.errors import InvalidState
from engine.kernel import destinations, rejoining, scopes, turns
from engine.kernel.destinations import Place
from engine.kernel.failures import Stuck
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import ROOT, Phase, Status, Token
from engine.kernel.variables import accept, assign, evaluate
from engine.kernel.ways import ahead, is_ahead


def move(run: Run, stimulus: adv.Move) -> None:
    """Carry it out. Raises InvalidState when control cannot go there, or not from there."""
    place = destinations.find(run, stimulus)
    run.slices = 0
    if not stimulus.tokens and not stimulus.scopes:
        _revive(run)
    gone = _gone(run, stimulus, place)
    restored = _restored(run, place, gone)
    run.emit(
        ControlMoved(
            target=stimulus.target,
            process=stimulus.process,
            scope=place.scope,
            by=stimulus.by,
            canceled=tuple(token.element for token in gone),
            restored=tuple(flow for level in restored for _, flow in level),
        )
    )
    for token in gone:
        rejoining.leave_line(run, token)
        scopes.cancel(run, run.tokens[token.id], place.anchor)
    _enter(run, place, stimulus, restored)
    _arm_again(run, place.scope)
    run.ask_again()
    run.unasked = bool(run.conditions)


def reopen(run: Run, stimulus: adv.Reopen) -> None:
    """One turn of a multi-instance activity again. Raises InvalidState as `move` does."""
    if stimulus.turns.ended:
        move(run, stimulus)
    else:
        turns.reopen(run, stimulus)


def amend(run: Run, stimulus: adv.Amend) -> None:
    """Set the variables. Raises InvalidState where the token or the element is not to be found,
    or an output mapping of the element fails."""
    if stimulus.token and stimulus.token not in run.tokens:
        raise InvalidState(
            f"位置 {stimulus.token} 已不存在", f"Expected token {stimulus.token} to exist"
        )
    scope = run.tokens[stimulus.token].scope if stimulus.token else ROOT
    if not stimulus.element:
        assign(run, scope, stimulus.values, stimulus.by, None)
        return
    scope = destinations.scope_around(run, scope, stimulus.process, stimulus.element)
    node = run.prepared.processes[stimulus.process].nodes[stimulus.element]
    if not node.outputs:
        accept(run, scope, stimulus.values, stimulus.by, node.id)
        return
    try:
        values = evaluate(run, node.outputs, {**run.visible(scope), **stimulus.values})
    except Stuck as stuck:
        raise InvalidState(stuck.text.zh, stuck.text.en) from stuck
    assign(run, scope, values, "engine", node.id)


def _revive(run: Run) -> None:
    """Of a case that has ended: what it reached is not its end any more."""
    if run.tokens:
        raise InvalidState("案件尚未结束", "Expected an ended case, or the tokens to be moved")
    run.ended = ()


def _gone(run: Run, stimulus: adv.Move, place: Place) -> list[Token]:
    """The tokens of the target's scope that are to be cancelled, each with all inside."""
    origins = [_ancestor(run, run.tokens[one], place.scope) for one in stimulus.tokens]
    if stimulus.exactly:
        return _each_once(origins)
    way = ahead(place.process, place.anchor)
    gone = [token for token in run.content(place.scope) if is_ahead(token, way)]
    for origin in origins:
        beside = run.node(origin).element.triggered_by_event
        if origin not in gone and not beside:
            raise InvalidState(
                f"“{place.name}”不在此环节之前，不能退回到那里",
                f"Expected an element before {origin.element}, {place.anchor} is not",
            )
    return _each_once((*gone, *origins))


def _each_once(tokens: Iterable[Token]) -> list[Token]:
    """By id: what a token brought along need not be hashable."""
    return list({token.id: token for token in tokens}.values())


def _ancestor(run: Run, token: Token, scope: int) -> Token:
    """What the token stands in, directly in the scope."""
    while token.scope != scope:
        token = run.tokens[token.scope]
    return token


def _restored(run: Run, place: Place, gone: list[Token]) -> list[list[tuple[str, str]]]:
    """What joins get back, in the scope of the move and in each that is entered inside of it."""
    found, process = [rejoining.to_restore(run, place, gone)], place.process
    for level, container in enumerate(place.path[:-1], start=1):
        called = process.nodes[container].element.called_name
        process = run.prepared.processes[called] if called else process
        found.append(rejoining.inside(place, level, process))
    return found


def _enter(
    run: Run, place: Place, stimulus: adv.Move, restored: list[list[tuple[str, str]]]
) -> None:
    """One token at each element of the way in; the last one begins, after what is armed."""
    scope, process, first = place.scope, place.process, len(run.stack)
    rejoining.restore(run, scope, restored[0])
    for container, inside in zip(place.path, restored[1:], strict=False):
        token = _placed(run, container, scope)
        _open(run, token, process.nodes[container])
        scope = token.id
        rejoining.restore(run, scope, inside)
        process = run.prepared.processes[run.scopes[scope].process]
    token = _placed(run, place.path[-1], scope)
    node = process.nodes[token.element]
    if isinstance(stimulus, adv.Reopen):
        armed = run.stack[first:]
        del run.stack[first:]
        turns.enter(run, token, node, stimulus)
        run.stack.extend(armed)
        return
    if stimulus.hold:
        _ask_initiator(run, token, node)
        return
    if node.needs > 1:  # it is named, so it needs no more tokens to begin
        run.tokens[token.id] = replace(token, phase=Phase.BEGIN)
    run.stack.insert(first, token.id)


def _placed(run: Run, element: str, scope: int) -> Token:
    run.count(scope, 1)
    return run.tokens[run.place(element, scope)]


def _open(run: Run, token: Token, node: Node) -> None:
    """Enter the sub-process or called process as ever, but begin nothing inside yet."""
    try:
        node.behaviour.enter(run, token, node)
    except Stuck as stuck:
        raise InvalidState(stuck.text.zh, stuck.text.en) from stuck
    for inside in run.content(token.id):
        if inside.phase is not Phase.ARM:
            del run.tokens[inside.id]
            run.count(token.id, -1)


def _ask_initiator(run: Run, token: Token, node: Node) -> None:
    """The token waits at the start event for the initiator to revise the start form."""
    run.emit(
        ElementActivated(
            element_id=node.id,
            token=token.id,
            scope=token.scope,
            process=run.called_process(token.scope),
        )
    )
    run.wait(token, Status.WAITING)
    task = UserTask(
        form_id=node.element.form_id or "",
        assignments=(Assignment(kind=AssignmentKind.INITIATOR),),
        default_access=Access.EDIT,
    )
    run.emit(
        adv.WorkOffered(
            element=replace(node.element, user_task=task),
            token=token.id,
            process=run.scopes[token.scope].process,
            assignments=(adv.AssignmentRequest(kind=AssignmentKind.INITIATOR),),
        )
    )


def _arm_again(run: Run, scope: int) -> None:
    """What was interrupted, or had ended, awaits its event sub-processes again."""
    place = run.scopes[scope]
    if place.handled and all(one in run.tokens for one in place.armed):
        return
    host = run.tokens.get(scope)
    around = run.prepared.processes[place.process]
    on_events = around.on_events if place.wall or host is None else run.node(host).on_events
    if on_events:
        scopes.arm(run, scope, on_events)
