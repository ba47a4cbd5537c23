"""Intermediate throw events: send or raise something and go on (BPMN 2.0.2, 13.5.3)."""

from __future__ import annotations

from engine.kernel import throwing
from engine.kernel.behaviours.behaviour import Behaviour, go_on, pass_through
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token


class NoneThrow(Behaviour):
    """Marks that a point was reached."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        pass_through(run, token, node)


class ThrowEvent(Behaviour):
    """A message, a signal or an escalation."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        planned = throwing.plan(run, token, node)
        throwing.send(run, node, planned)
        run.passed(token)
        if throwing.throw(run, token, planned):
            go_on(run, token, node)
