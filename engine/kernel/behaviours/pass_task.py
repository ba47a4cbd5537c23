"""Abstract and manual tasks: the engine has nothing to do, they pass (BPMN 2.0.2, 13.3.3)."""

from __future__ import annotations

from engine.kernel.behaviours.behaviour import Behaviour, pass_through
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token
from engine.kernel.variables import assign, evaluate


class PassTask(Behaviour):
    """Completed as soon as it is reached, after its output mappings. A manual task is done
    outside of any system: to wait for a person, a user task is needed."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        if node.outputs:
            values = evaluate(run, node.outputs, run.visible(token.scope))
            assign(run, token.scope, values, "engine", node.id)
        pass_through(run, token, node)
