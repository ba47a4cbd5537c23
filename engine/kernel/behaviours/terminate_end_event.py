"""Terminate end events: everything else in the same scope is cancelled (BPMN 2.0.2, 13.5.6)."""

from __future__ import annotations

from engine.kernel import handlers, scopes
from engine.kernel.behaviours.behaviour import Behaviour
from engine.kernel.behaviours.end_event import reach
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token


class TerminateEnd(Behaviour):
    """Ends its process or sub-process as modelled; what is outside goes on normally."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        reach(run, token)
        handlers.interrupt(run, token.scope, node.id, spare=token.id)
        scopes.end(run, token)
