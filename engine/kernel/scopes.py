"""Opens, ends and cancels scopes and what is in them, without recursion however deep they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.core import events as ev
from engine.core.values import Value
from engine.kernel.model import Handler
from engine.kernel.run import Run
from engine.kernel.state import ROOT, Phase, Scope, Token


def open_scope(
    run: Run, token: Token, process: str, wall: bool, variables: Mapping[str, Value]
) -> None:
    """A scope for the activity that this token is at; it gets the token's id."""
    outer = run.scopes[token.scope]
    run.scopes[token.id] = Scope(
        id=token.id,
        parent=outer.id,
        process=process,
        element=token.element,
        wall=wall,
        depth=outer.depth + wall,
        variables=variables,
    )


def fill(run: Run, scope: int, starts: Sequence[str], handlers: Sequence[Handler] = ()) -> None:
    """Tokens begin at these elements of the scope, after its event sub-processes are armed."""
    run.count(scope, len(starts))
    placed = [run.place(element, scope) for element in starts]
    run.stack.extend(reversed(placed))
    if handlers:
        arm(run, scope, handlers)


def arm(run: Run, scope: int, handlers: Sequence[Handler]) -> None:
    """Await what starts the event sub-processes, before anything else runs in the scope."""
    armed = []
    for handler in handlers:
        if handler.awaits:
            token = run.place(handler.start, scope)
            run.tokens[token] = replace(run.tokens[token], phase=Phase.ARM)
            armed.append(token)
    run.stack.extend(reversed(armed))
    run.scopes[scope] = replace(run.scopes[scope], armed=tuple(armed), handled=True)


def end(run: Run, token: Token) -> None:
    """The token is used up; with the last one its scope is completed (13.5.6, implicit too)."""
    del run.tokens[token.id]
    run.count(token.scope, -1)
    place = run.scopes[token.scope]
    if place.live:
        return
    if place.then is not None:
        run.resume(run.tokens[place.id], place.then, run.tokens[place.id].data)
        return
    for armed in place.armed:
        if armed in run.tokens:
            _drop(run, run.tokens[armed], "")
    if place.id == ROOT:
        run.emit(ev.InstanceCompleted(at=run.moment.now, end_events=run.ended))
        return
    run.close(place.id)
    own = dict(place.variables) if place.wall or place.variables else None
    run.resume(run.tokens[place.id], Phase.FINISH, own)


def cancel(run: Run, token: Token, by: str) -> None:
    """Interrupt one token with everything inside its activity, inner-most first."""
    if token.id in run.scopes:
        cancel_content(run, token.id, by)
        run.close(token.id)
    _drop(run, token, by)
    forget(run, token.id)


def cancel_content(run: Run, scope: int, by: str, spare: int | None = None) -> None:
    """Interrupt every token in a scope but the spared one; the scope itself stays."""
    inside = within(run, scope)
    run.joins.forget(inside)
    for one in reversed(inside):
        for token in run.content(one):
            if token.id != spare:
                _drop(run, token, by)
        if one != scope:
            run.close(one)
            forget(run, one)


def forget(run: Run, scope: int) -> None:
    """What was completed in a scope, and inside of that, cannot be compensated any more."""
    if not run.done:
        return
    done = dict(run.done)
    queue = [scope]
    while queue:
        queue.extend(one.id for one in done.pop(queue.pop(), ()))
    run.done = done


def within(run: Run, scope: int) -> list[int]:
    """The scope and all inside it, outer ones first: an inner scope has the greater id."""
    found = [scope]
    for one in found:
        found.extend(token.id for token in run.content(one) if token.id in run.scopes)
    return sorted(found)


def _drop(run: Run, token: Token, by: str) -> None:
    if token.incident:
        run.resolve(token)
    if token.active:
        run.emit(ev.ElementCanceled(element_id=token.element, token=token.id, by=by))
        run.node(token).behaviour.canceled(run, token)
    for watch in token.held:
        run.cancel_watch(watch)
    del run.tokens[token.id]
    if token.phase is not Phase.ARM:
        run.count(token.scope, -1)
