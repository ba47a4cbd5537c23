"""End events: throw their result; the token is used up (BPMN 2.0.2, 13.5.6)."""

from __future__ import annotations

from engine.core.definition import Trigger
from engine.kernel import handlers, propagation, scopes, throwing
from engine.kernel.behaviours.behaviour import Behaviour
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import ROOT, Token


class NoneEnd(Behaviour):
    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        reach(run, token)
        scopes.end(run, token)


class ThrowingEnd(Behaviour):
    """Messages, signals, escalations, an error; a multiple event throws all its parts, and
    terminates its scope when that is one of them."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        planned = throwing.plan(run, token, node)
        throwing.send(run, node, planned)
        reach(run, token)
        if not throwing.throw(run, token, planned):
            return
        if any(one.trigger is Trigger.TERMINATE for one in propagation.definitions(node.element)):
            handlers.interrupt(run, token.scope, node.id, spare=token.id)
        scopes.end(run, token)


def reach(run: Run, token: Token) -> None:
    """Record that the end event was reached; those of the case itself are told at its end."""
    run.passed(token)
    if token.scope == ROOT and token.element not in run.ended:
        run.ended = (*run.ended, token.element)
