"""Send tasks: send a message and are completed (BPMN 2.0.2, 13.3.3)."""

from __future__ import annotations

from engine.kernel import throwing
from engine.kernel.behaviours.behaviour import Behaviour, pass_through
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token
from engine.kernel.variables import assign, evaluate


class SendTask(Behaviour):
    """A job delivers the message after the commit, as for a throwing message event."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        planned = throwing.plan(run, token, node)
        values = evaluate(run, node.outputs, run.visible(token.scope))
        throwing.send(run, node, planned)
        assign(run, token.scope, values, "engine", node.id)
        pass_through(run, token, node)
