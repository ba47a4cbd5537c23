"""End events: throw their result; the token is used up (BPMN 2.0.2, 13.5.6)."""

from __future__ import annotations

from engine.kernel import scopes, throwing
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
    """A message, a signal, an escalation or an error."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        planned = throwing.plan(run, token, node)
        throwing.send(run, node, planned)
        reach(run, token)
        if throwing.throw(run, token, planned):
            scopes.end(run, token)


def reach(run: Run, token: Token) -> None:
    """Record that the end event was reached; those of the case itself are told at its end."""
    run.passed(token)
    tell(run, token)


def tell(run: Run, token: Token) -> None:
    """The end events of the process and of its event sub-processes are the case's: the case ends
    with them. Those of other sub-processes and of called processes end an activity."""
    if token.element not in run.ended and _is_of_case(run, token.scope):
        run.ended = (*run.ended, token.element)


def _is_of_case(run: Run, scope: int) -> bool:
    while scope != ROOT:
        host = run.tokens[scope]
        if not run.node(host).element.triggered_by_event:
            return False
        scope = host.scope
    return True
