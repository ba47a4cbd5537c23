"""Exclusive gateways: the first flow whose condition holds (BPMN 2.0.2, 13.4.2)."""

from __future__ import annotations

from engine.kernel import routing
from engine.kernel.behaviours.behaviour import Behaviour, depart
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token


class ExclusiveGateway(Behaviour):
    """Each token that comes goes on by itself."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        taken = routing.first_true(run, node, token.scope) if node.conditional else node.plain
        run.passed(token)
        depart(run, token, taken)
