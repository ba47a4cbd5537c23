"""Intermediate catch events: wait until what they are about comes (BPMN 2.0.2, 13.5.2)."""

from __future__ import annotations

from engine.core.values import Value
from engine.kernel import watching
from engine.kernel.behaviours.waiting import WaitingElement
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Token, Watch


class CatchEvent(WaitingElement):
    """Goes on once: a cycle means its first turn only, of a multiple event any part will do."""

    __slots__ = ()

    def prepare(self, run: Run, token: Token, node: Node) -> tuple[Watch, ...]:
        return watching.planned(run, token, node)

    def start(self, run: Run, token: Token, node: Node, prepared: tuple[Watch, ...]) -> None:
        watching.begin_all(run, prepared, node.element)

    def triggered(self, run: Run, watch: Watch, node: Node, data: Value) -> None:
        parts = watching.arrived(run, watch, node, data)
        if parts:
            token = watching.give_up(run, run.tokens[watch.token])
            run.resume(token, Phase.FINISH, watching.payload(parts))
