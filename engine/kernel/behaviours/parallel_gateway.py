"""Parallel gateways: a token from every incoming flow, one to every outgoing (13.4.1)."""

from __future__ import annotations

from engine.kernel import joins
from engine.kernel.behaviours.behaviour import Behaviour, depart
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Token


class ParallelGateway(Behaviour):
    """Takes exactly one token from each incoming flow; more of them wait for the next round."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        if len(node.incoming) > 1:
            key = (token.scope, node.id)
            run.join(token, token.via)
            if len(run.joins.flows(key)) < len(node.incoming):
                return
            token = joins.merge(run, joins.take(run, key, node.incoming), Phase.LEAVE)
        self.leave(run, token, node)

    def leave(self, run: Run, token: Token, node: Node) -> None:
        run.passed(token)
        depart(run, token, node.plain)
