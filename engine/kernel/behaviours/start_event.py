"""Start events without trigger: where tokens begin (BPMN 2.0.2, 13.5.1)."""

from __future__ import annotations

from engine.kernel.behaviours.behaviour import Behaviour, pass_through
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token


class NoneStart(Behaviour):
    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        pass_through(run, token, node)
