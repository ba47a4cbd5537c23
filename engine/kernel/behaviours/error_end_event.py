"""Error end events: the modelled error leaves its scope outward (BPMN 2.0.2, 13.5.6)."""

from __future__ import annotations

from engine.kernel import errors
from engine.kernel.behaviours.behaviour import Behaviour
from engine.kernel.behaviours.end_event import reach
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token


class ErrorEnd(Behaviour):
    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        error = errors.Thrown(code=node.element.event.error_code or "")
        catcher = errors.catcher(run, token, error)
        if catcher is None:
            raise errors.uncaught(run, token, node, error)
        reach(run, token)
        errors.catch(run, token, error, catcher)
