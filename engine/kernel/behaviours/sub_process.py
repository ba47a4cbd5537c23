"""Embedded sub-processes: a scope that shares its parent's variables (BPMN 2.0.2, 13.3.4)."""

from __future__ import annotations

from typing import Any

from engine.kernel import scopes
from engine.kernel.behaviours.waiting import WaitingElement
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Status, Token


class SubProcess(WaitingElement):
    """Completed when no token is left inside."""

    __slots__ = ()
    waiting = Status.OPEN

    def start(self, run: Run, token: Token, node: Node, prepared: Any) -> None:
        process = run.scopes[token.scope].process
        scopes.open_scope(run, token, process, wall=False, variables={})
        run.count(token.id, len(node.starts))
        placed = [run.place(element, token.id) for element in node.starts]
        run.stack.extend(reversed(placed))
