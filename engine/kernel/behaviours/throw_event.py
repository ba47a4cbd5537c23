"""Throwing messages: in the middle and at the end (BPMN 2.0.2, 13.5.3, 13.5.6)."""

from __future__ import annotations

from engine.core import events as ev
from engine.kernel import scopes
from engine.kernel.behaviours.behaviour import Behaviour, pass_through
from engine.kernel.behaviours.end_event import reach
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token
from engine.kernel.variables import evaluate
from engine.kernel.watching import correlation_key


class NoneThrow(Behaviour):
    """Marks that a point was reached."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        pass_through(run, token, node)


class MessageThrow(Behaviour):
    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        _send(run, token, node)
        pass_through(run, token, node)


class MessageEnd(Behaviour):
    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        _send(run, token, node)
        reach(run, token)
        scopes.end(run, token)


def _send(run: Run, token: Token, node: Node) -> None:
    """A job delivers the message after the commit; the token does not wait for it."""
    key = correlation_key(run, token.scope, node.correlation)
    data = evaluate(run, node.inputs, run.visible(token.scope))
    run.emit(
        ev.MessageThrown(
            job_id=run.next_id("j"),
            element_id=node.id,
            message=node.element.event.message or "",
            correlation_key=key,
            data=data,
        )
    )
