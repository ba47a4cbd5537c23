"""Boundary events: what interrupts an active activity or goes on beside it (13.5.3)."""

from __future__ import annotations

from engine.core.values import Value
from engine.kernel import handlers, watching
from engine.kernel.behaviours.behaviour import Behaviour, pass_through, take_result
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token, Watch


class BoundaryEvent(Behaviour):
    """The event's own token begins when the event occurred, in the phase `finish`.

    Beside its activity it occurs again with every further message, signal, turn of a cycle, and
    each time that its condition becomes true. Errors and escalations find it by themselves.
    """

    __slots__ = ()

    def plan(self, run: Run, token: Token, node: Node) -> tuple[Watch, ...]:
        return watching.planned(run, token, node)

    def triggered(self, run: Run, watch: Watch, node: Node, data: Value) -> None:
        parts = watching.arrived(run, watch, node, data)
        if not parts:
            return
        if not node.element.interrupting:
            watching.again(run, parts, node)
        handlers.at_boundary(run, run.tokens[watch.token], node, watching.payload(parts))

    def finish(self, run: Run, token: Token, node: Node) -> None:
        take_result(run, token, node, token.data)
        pass_through(run, token, node)
