"""Inclusive gateways: wait for whoever can still come, take all true flows (13.4.3)."""

from __future__ import annotations

from engine.kernel import joins, routing
from engine.kernel.behaviours.behaviour import Behaviour, depart
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import JoinKey, Phase, Token


class InclusiveGateway(Behaviour):
    """Whether others can still come is asked when nothing moves any more."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        if len(node.incoming) > 1:
            run.join(token, token.via)
        else:
            self.leave(run, token, node)

    def leave(self, run: Run, token: Token, node: Node) -> None:
        taken = routing.all_true(run, node, token.scope) if node.conditional else node.plain
        run.passed(token)
        depart(run, token, taken)

    def settle(self, run: Run, node: Node, key: JoinKey) -> bool:
        occupied = tuple(run.joins.flows(key))
        if joins.may_still_come(run, node, key, occupied):
            return False
        run.stack.append(joins.merge(run, joins.take(run, key, occupied), Phase.LEAVE).id)
        return True
