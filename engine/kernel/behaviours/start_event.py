"""Start events: where tokens begin, of themselves or by a trigger (BPMN 2.0.2, 10.5.2, 13.5.1)."""

from __future__ import annotations

from dataclasses import replace

from engine.core.values import Value
from engine.kernel import handlers, watching
from engine.kernel.behaviours.behaviour import Behaviour, pass_through, take_result
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Status, Token, Watch


class StartEvent(Behaviour):
    """What the trigger brought is the token's `data` in the phase `finish`."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        pass_through(run, token, node)

    def finish(self, run: Run, token: Token, node: Node) -> None:
        take_result(run, token, node, token.data)
        pass_through(run, token, node)

    def arm(self, run: Run, token: Token, node: Node) -> None:
        planned = watching.planned(run, token, node)
        run.tokens[token.id] = replace(token, status=Status.WAITING)
        watching.begin_all(run, planned, node.element)

    def triggered(self, run: Run, watch: Watch, node: Node, data: Value) -> None:
        parts = watching.arrived(run, watch, node, data)
        if not parts:
            return
        if not node.element.interrupting:
            watching.again(run, parts, node)
        scope = run.tokens[watch.token].scope
        handlers.in_scope(run, scope, node, watching.payload(parts))
