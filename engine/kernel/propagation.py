"""Finds who catches what is thrown: the innermost scope that can (BPMN 2.0.2, 10.5.1, 13.5.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.core.definition import Element, EventDefinition, Trigger
from engine.kernel.handlers import handlers_of
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Inside, Scope, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Catcher:
    """A boundary event on the active activity `host`, or without one the start event of an event
    sub-process of `scope`."""

    scope: int
    event: Node
    host: Token | None = None


def find(run: Run, origin: Token, trigger: Trigger, code: str) -> Catcher | None:
    """Who catches what comes out of this token's element. At each level the event sub-processes
    that are in the scope go before the boundary events on it; of the events at one place, that of
    the code goes before the one for every code. An event sub-process never catches its own."""
    at: Token | None = origin
    while at is not None:
        inside = run.scopes[at.scope]
        whole = inside.inside is Inside.CONTENT  # boundary events are not on single instances
        boundary = best(run.node(at).boundaries, trigger, code) if whole else None
        if boundary is not None:
            return Catcher(scope=at.scope, event=boundary, host=at)
        start = best(_starts(run, inside, at), trigger, code) if inside.handled else None
        if start is not None:
            return Catcher(scope=at.scope, event=start)
        at = run.tokens.get(at.scope)  # the token that opened the scope; none opened the case
    return None


def _starts(run: Run, place: Scope, inner: Token) -> Iterator[Node]:
    for handler in handlers_of(run, place):
        if handler.element != inner.element:
            yield run.node_of(place.id, handler.start)


def best(events: Iterable[Node], trigger: Trigger, code: str) -> Node | None:
    """The event for this code, else the one for every code."""
    every: Node | None = None
    for event in events:
        for one in definitions(event.element):
            if one.trigger is not trigger:
                continue
            wanted = one.error_code if trigger is Trigger.ERROR else one.escalation_code
            if wanted == code:
                return event
            if wanted is None and every is None:
                every = event
    return every


def definitions(element: Element) -> tuple[EventDefinition, ...]:
    """The triggers of an event: its only one, or all of a multiple event."""
    return element.event.parts or (element.event,)
