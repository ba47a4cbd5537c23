"""Undoes completed activities, the last one first (BPMN 2.0.2, 13.5.5).

What can be undone is kept by scope in `run.done`. Undoing happens in a scope of its own, opened by
the throwing event: its entries of `run.done` are what is still to be undone, and one activity is
undone at a time. A completed sub-process is undone by opening it again with its variables as they
were at its end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.core import events as ev
from engine.core.definition import ACTIVITIES, SUB_PROCESSES, Kind
from engine.core.values import Value
from engine.kernel import scopes
from engine.kernel.model import Node, given
from engine.kernel.run import Run
from engine.kernel.state import Completed, Phase, Scope, Status, Token


def record(run: Run, token: Token, node: Node) -> None:
    """Remember that the activity was completed: it can be undone from now on."""
    if node.repeat is not None and token.id not in run.done:
        return  # no turn or instance was completed
    kind = node.element.kind
    is_reopened_call = kind is Kind.CALL_ACTIVITY and node.handler is None
    own: Mapping[str, Value] = {}
    if kind in SUB_PROCESSES or is_reopened_call:
        own = token.data or {}
    if _is_instance(run, token.scope, node) and not is_reopened_call:
        own = {**run.scopes[token.scope].variables, **own}
    one = Completed(id=token.id, element=node.id, variables=own)
    run.done = {**run.done, token.scope: (*run.done.get(token.scope, ()), one)}


def lift(run: Run, scope: int, into: int) -> None:
    """What was completed in a scope that ends is remembered in another from now on."""
    if scope in run.done:
        done = dict(run.done)
        done[into] = (*done.get(into, ()), *done.pop(scope))
        run.done = done


def take(run: Run, scope: int, activity: str | None) -> list[Completed]:
    """What a compensation event in this scope undoes, in the order of completion; nothing else
    can undo it any more. `activity` None means everything."""
    taken: list[Completed] = []
    done = dict(run.done)
    for one in _seen_from(run, scope):
        known = done.pop(one, ())
        rest = tuple(c for c in known if activity is not None and c.element != activity)
        if rest:
            done[one] = rest
        taken = [*(c for c in known if activity in (None, c.element)), *taken]
    run.done = done
    return taken


def cancel_and_take(run: Run, scope: int, by: str) -> list[Completed]:
    """Cancel everything in the scope; gives what was completed in it, also inside of what was
    still active, in the order of completion. Nothing else can undo it any more."""
    done = dict(run.done)
    for inner in reversed(scopes.within(run, scope)[1:]):
        place = run.scopes[inner]
        known = done.get(inner, ())
        if known and place.parent is not None:
            done[place.parent] = (*done.get(place.parent, ()), *_left_over(run, place, known))
    taken = done.pop(scope, ())
    scopes.cancel_content(run, scope, by)
    run.done = done
    return list(taken)


def _left_over(run: Run, place: Scope, known: tuple[Completed, ...]) -> tuple[Completed, ...]:
    """What was completed in a scope that is about to go, as its parent remembers it."""
    element = run.node_of(given(place.parent), place.element).element
    if element.kind not in ACTIVITIES:  # a compensation event that was under way
        return known
    return (Completed(id=place.id, element=element.id, variables=place.variables, whole=False),)


def _seen_from(run: Run, scope: int) -> list[int]:
    """The scope, and those around it as long as it is an event sub-process's, inner first: the
    event acts on the sub-process that its event sub-process belongs to (10.5.6)."""
    found = [scope]
    place = run.scopes[scope]
    while place.element and place.parent is not None:
        if not run.node_of(place.parent, place.element).element.triggered_by_event:
            break
        place = run.scopes[place.parent]
        found.append(place.id)
    return found


def begin(run: Run, owner: Token, taken: Sequence[Completed]) -> None:
    """The event's token waits, with a scope of its own in which all this is undone."""
    undone = tuple(one.element for one in reversed(taken))
    run.emit(ev.CompensationThrown(element_id=owner.element, token=owner.id, activities=undone))
    _open(run, owner, Phase.UNDO)
    _keep(run, owner.id, tuple(taken))
    run.resume(run.tokens[owner.id], Phase.UNDO)


def _open(run: Run, token: Token, then: Phase, called: str = "") -> None:
    outer = run.scopes[token.scope]
    run.emit(
        ev.ElementActivated(
            element_id=token.element,
            token=token.id,
            scope=token.scope,
            process=run.called_process(token.scope),
        )
    )
    run.wait(token, Status.OPEN)
    run.scopes[token.id] = Scope(
        id=token.id,
        parent=outer.id,
        process=called or outer.process,
        element=token.element,
        wall=bool(called),
        depth=outer.depth + bool(called),
        then=then,
    )


def go_on(run: Run, token: Token, node: Node) -> None:
    """Undo the next activity of the token's scope; with none left, the token is done."""
    rest = run.done.get(token.id, ())
    if rest and token.phase is Phase.UNDO:
        run.tokens[token.id] = replace(token, status=Status.OPEN, phase=Phase.ENTER)
        _keep(run, token.id, rest[:-1])
        _undo(run, token.id, rest[-1])
        return
    scopes.forget(run, token.id)
    run.close(token.id)
    if node.element.kind in ACTIVITIES:
        over(run, token)
    else:
        node.behaviour.undone(run, token, node)


def over(run: Run, token: Token) -> None:
    """The token that saw to compensation is used up."""
    run.emit(ev.ElementCompleted(element_id=token.element, token=token.id))
    scopes.end(run, token)


def _undo(run: Run, scope: int, one: Completed) -> None:
    node = run.node_of(scope, one.element)
    if not one.whole or _is_several(run, scope, one):
        _reopen(run, scope, one, None)
    elif node.handler is None:
        _reopen(run, scope, one, _event_sub_process(run, scope, node))
    else:
        scopes.forget(run, one.id)
        if one.variables:
            _reopen(run, scope, one, node.handler)
        else:
            run.add(node.handler, scope, Phase.ENTER)


def _event_sub_process(run: Run, scope: int, node: Node) -> str | None:
    """The compensation event sub-process of a sub-process or called process."""
    called = _called(node)
    process = run.prepared.processes[called or run.scopes[scope].process]
    return process.undone_by.get(None if called else node.id)


def _called(node: Node) -> str:
    called = node.element.kind is Kind.CALL_ACTIVITY and node.handler is None
    return node.element.called_name if called else ""


def _reopen(run: Run, scope: int, one: Completed, handler: str | None) -> None:
    """Bring the completed activity back, with its variables as they were: for its handler, or
    to undo what was completed inside."""
    run.count(scope, 1)
    token = run.tokens[run.place(one.element, scope)]
    called = "" if _is_several(run, scope, one) else _called(run.node(token))
    _open(run, token, Phase.UNDONE if handler else Phase.UNDO, called)
    run.set_variables(run.scopes[token.id], one.variables)
    inside = run.done.get(one.id, ())
    _keep(run, one.id, ())
    _keep(run, token.id, inside)
    if handler:
        run.add(handler, token.id, Phase.ENTER)
    else:
        run.resume(run.tokens[token.id], Phase.UNDO)


def _keep(run: Run, scope: int, left: tuple[Completed, ...]) -> None:
    """What can still be undone in a scope."""
    done = {**run.done, scope: left}
    if not left:
        del done[scope]
    run.done = done


def _is_several(run: Run, scope: int, one: Completed) -> bool:
    """Whether this is a repeated activity as a whole, and not one of its instances."""
    node = run.node_of(scope, one.element)
    inside = run.done.get(one.id, ())
    repeated = node.element.loop is not None and not _is_instance(run, scope, node)
    return repeated and bool(inside) and inside[0].element == one.element


def _is_instance(run: Run, scope: int, node: Node) -> bool:
    """Whether the scope is the one that the repeated activity opened for its instances."""
    place = run.scopes[scope]
    return place.element == node.id and not place.wall
