"""Event sub-processes: begin inside their scope when their start event occurs (13.5.4)."""

from __future__ import annotations

from engine.core.values import Value
from engine.kernel import scopes
from engine.kernel.behaviours.sub_process import SubProcess
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Token


class EventSubProcess(SubProcess):
    """Its token's data holds as `event` what the start event brought."""

    __slots__ = ()

    def prepare(self, run: Run, token: Token, node: Node) -> Value:
        return (token.data or {}).get("event")

    def fill(self, run: Run, token: Token, node: Node, prepared: Value) -> None:
        run.add(node.starts[0], token.id, Phase.FINISH, prepared)
        if node.on_events:
            scopes.arm(run, token.id, node.on_events)
