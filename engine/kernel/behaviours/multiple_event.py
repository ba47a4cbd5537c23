"""Multiple throw and end events: every part is thrown (BPMN 2.0.2, 10.5.3, 10.5.4, 13.5.6).

Messages and signals first, then escalations and the error; compensation when these left the token
where it is, so that it is recorded as passed and is active again until everything is undone.
"""

from __future__ import annotations

from engine.core import events as ev
from engine.core.definition import Trigger
from engine.kernel import compensation, handlers, scopes, throwing
from engine.kernel.behaviours.behaviour import Behaviour, complete, go_on
from engine.kernel.behaviours.end_event import reach
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Completed, Token


class MultipleThrow(Behaviour):
    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        planned = throwing.plan(run, token, node)
        throwing.send(run, node, planned)
        run.passed(token)
        if not throwing.throw(run, token, planned):
            return
        taken = _taken(run, token, node)
        if taken:
            compensation.begin(run, token, taken)
        else:
            go_on(run, token, node)

    def undone(self, run: Run, token: Token, node: Node) -> None:
        complete(run, token, node)


class MultipleEnd(Behaviour):
    """Terminates its scope at last, when that is one of its parts."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        planned = throwing.plan(run, token, node)
        throwing.send(run, node, planned)
        reach(run, token)
        if not throwing.throw(run, token, planned):
            return
        taken = _taken(run, token, node)
        if taken:
            compensation.begin(run, token, taken)
        else:
            _end(run, token, node)

    def undone(self, run: Run, token: Token, node: Node) -> None:
        run.emit(ev.ElementCompleted(element_id=node.id, token=token.id))
        _end(run, token, node)


def _taken(run: Run, token: Token, node: Node) -> list[Completed]:
    """What the event's compensation part undoes, in the order of completion."""
    for part in node.parts:
        if part.event.trigger is Trigger.COMPENSATION:
            return compensation.take(run, token.scope, part.event.compensated)
    return []


def _end(run: Run, token: Token, node: Node) -> None:
    if any(part.event.trigger is Trigger.TERMINATE for part in node.parts):
        handlers.interrupt(run, token.scope, node.id, spare=token.id)
    scopes.end(run, token)
