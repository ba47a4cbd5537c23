"""Compensation events: throwing in the middle and at the end, and what catches (10.5.6, 13.5.5)."""

from __future__ import annotations

from engine.kernel import compensation, scopes
from engine.kernel.behaviours.behaviour import Behaviour, complete, pass_through
from engine.kernel.behaviours.boundary_event import BoundaryEvent
from engine.kernel.behaviours.end_event import reach, tell
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token


class CompensationThrow(Behaviour):
    """Waits until everything is undone, unless the event says not to: then a token of its own
    stays behind to see to it."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        event = node.element.event
        taken = compensation.take(run, token.scope, event.compensated)
        if not taken:
            pass_through(run, token, node)
        elif event.wait_for_completion:
            compensation.begin(run, token, taken)
        else:
            run.count(token.scope, 1)
            owner = run.tokens[run.place(node.id, token.scope)]
            pass_through(run, token, node)
            compensation.begin(run, owner, taken)

    def undone(self, run: Run, token: Token, node: Node) -> None:
        if node.element.event.wait_for_completion:
            complete(run, token, node)
        else:
            compensation.over(run, token)


class CompensationEnd(Behaviour):
    """The token is used up when everything is undone."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        taken = compensation.take(run, token.scope, node.element.event.compensated)
        if taken:
            compensation.begin(run, token, taken)
        else:
            reach(run, token)
            scopes.end(run, token)

    def undone(self, run: Run, token: Token, node: Node) -> None:
        tell(run, token)
        compensation.over(run, token)


class BoundaryCompensation(BoundaryEvent):
    """Marks that an activity can be compensated, by the associated activity; never occurs."""

    __slots__ = ()
