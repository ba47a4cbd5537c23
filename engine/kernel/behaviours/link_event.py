"""Link events: two places of one scope that are drawn apart (BPMN 2.0.2, 10.5.4, 13.5.2)."""

from __future__ import annotations

from engine.kernel.behaviours.behaviour import Behaviour, pass_through
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token


class LinkThrow(Behaviour):
    """The token goes to the catching event of the same name."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        run.passed(token)
        del run.tokens[token.id]
        run.stack.append(run.place(node.link, token.scope))


class LinkCatch(Behaviour):
    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        pass_through(run, token, node)
