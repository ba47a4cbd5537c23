"""Embedded sub-processes: a scope that shares its parent's variables, besides those that it
declares (BPMN 2.0.2, 10.4.1, 13.3.4)."""

from __future__ import annotations

from typing import Any

from engine.core.events import VariablesChanged
from engine.core.values import Value
from engine.kernel import scopes
from engine.kernel.behaviours.waiting import WaitingElement
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Status, Token


class SubProcess(WaitingElement):
    """Completed when no token is left inside. What it declares is null at first."""

    __slots__ = ()
    waiting = Status.OPEN

    def start(self, run: Run, token: Token, node: Node, prepared: Any) -> None:
        process = run.scopes[token.scope].process
        own: dict[str, Value] = dict.fromkeys(node.local)
        scopes.open_scope(run, token, process, wall=False, variables=own)
        if own:
            run.emit(VariablesChanged(scope=token.id, new=own, element_id=node.id))
        self.fill(run, token, node, prepared)

    def fill(self, run: Run, token: Token, node: Node, prepared: Any) -> None:
        """Begin what is inside."""
        scopes.fill(run, token.id, node.starts, node.on_events)
