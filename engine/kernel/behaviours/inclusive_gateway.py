"""Inclusive gateways: wait for whoever can still come, take all true flows (13.4.3)."""

from __future__ import annotations

from engine.kernel import joins, routing
from engine.kernel.behaviours.behaviour import Behaviour, depart
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import JoinKey, Token


class InclusiveGateway(Behaviour):
    """Whether others can still come is asked when nothing moves any more."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        if len(node.incoming) > 1:
            run.join((token.scope, node.id), token)
        else:
            self.leave(run, token, node)

    def leave(self, run: Run, token: Token, node: Node) -> None:
        taken = routing.all_true(run, node, token.scope) if node.conditional else node.plain
        run.passed(token)
        depart(run, token, taken)

    def settle(self, run: Run, node: Node, key: JoinKey) -> bool:
        found = joins.first_of_each_flow(run, key)
        if joins.may_still_come(run, node, key, found.keys()):
            return False
        run.stack.append(joins.merge(run, found.values()).id)
        return True
