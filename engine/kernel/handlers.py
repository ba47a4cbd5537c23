"""Lets boundary events and event sub-processes occur (BPMN 2.0.2, 13.5.3, 13.5.4)."""

from __future__ import annotations

from dataclasses import replace

from engine.core.values import Value
from engine.kernel import scopes
from engine.kernel.model import Handler, Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Scope, Token


def at_boundary(run: Run, host: Token, event: Node, data: Value) -> None:
    """The event goes on by itself, and interrupts its activity if it is modelled so."""
    if event.element.interrupting:
        scopes.cancel(run, run.tokens[host.id], event.id)
    run.add(event.id, host.scope, Phase.FINISH, data)


def in_scope(run: Run, scope: int, start: Node, data: Value) -> None:
    """The event sub-process begins in the scope. An interrupting one takes the place of all else
    there, and of every other event sub-process: the scope is completed with it."""
    if start.element.interrupting:
        interrupt(run, scope, start.id)
    run.add(start.element.scope or "", scope, Phase.ENTER, {"event": data})


def interrupt(run: Run, scope: int, by: str, spare: int | None = None) -> None:
    """Cancel everything in the scope but the spared token, and whatever could still begin there;
    the scope is completed when its last token is used up."""
    scopes.cancel_content(run, scope, by, spare)
    run.scopes[scope] = replace(run.scopes[scope], armed=(), handled=False)
    host = run.tokens.get(scope)  # none opened the case
    if host is not None:
        run.node(host).behaviour.interrupted(run, host)


def handlers_of(run: Run, place: Scope) -> tuple[Handler, ...]:
    """The event sub-processes that can start in a scope now."""
    if not place.handled:
        return ()
    host = run.tokens.get(place.id)  # none opened the case
    inside = run.node(host).on_events if host is not None else ()
    return inside or run.prepared.processes[place.process].on_events
