"""Complex gateways: start on a condition, then reset (BPMN 2.0.2, 13.4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from engine.core.values import Value
from engine.kernel import joins, routing
from engine.kernel.behaviours.behaviour import Behaviour, depart
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import JoinKey, Phase, Status, Token

COUNT: Final = "activationCount"
STARTING: Final = "waitingForStart"


class ComplexGateway(Behaviour):
    """Starts when its activation condition holds, which sees how many tokens are on the incoming
    flows (`activationCount`, and of each flow under its id): one token of each occupied flow is
    used up. Then it waits for its reset, until on the other flows a token has come or none is to
    be expected as at an inclusive gateway; that uses them up.

    Conditions of outgoing flows are asked both times and see `waitingForStart`. A flow without
    condition is taken at the start only, and a reset for which no token came takes no flow.
    """

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        key = (token.scope, node.id)
        starts = key not in run.started and _starts(run, token, node)
        run.join(token, token.via)
        if starts:
            flows = tuple(run.joins.flows(key))
            if len(flows) < len(node.incoming):
                run.started[key] = flows
            run.stack.append(_merged(run, joins.take(run, key, flows), starting=True))

    def leave(self, run: Run, token: Token, node: Node) -> None:
        more: Mapping[str, Value] = token.data
        if more[STARTING]:
            taken = routing.all_true(run, node, token.scope, more)
        else:
            taken = routing.any_true(run, node, token.scope, more)
        run.passed(token)
        depart(run, token, taken)

    def settle(self, run: Run, node: Node, key: JoinKey) -> bool:
        used = run.started.get(key)
        if used is None:
            return False
        flows = tuple(run.joins.flows(key))
        if joins.may_still_come(run, node, key, {*used, *flows}):
            return False
        del run.started[key]
        late = tuple(flow for flow in flows if flow not in used)
        reset = late and joins.take(run, key, late)
        _ask_again(run, key)
        if reset:
            run.stack.append(_merged(run, reset, starting=False))
        return True


def _starts(run: Run, token: Token, node: Node) -> bool:
    if node.activation is None:
        return True
    counts = run.joins.counts((token.scope, node.id))
    counts[token.via] = counts.get(token.via, 0) + 1
    seen: dict[str, Value] = {flow: Decimal(counts.get(flow, 0)) for flow in node.incoming}
    seen[COUNT], seen[STARTING] = Decimal(sum(counts.values())), True
    return node.activation.holds({**run.visible(token.scope), **seen}, run.now)


def _merged(run: Run, tokens: list[Token], starting: bool) -> int:
    data: dict[str, Value] = {STARTING: starting, COUNT: Decimal(len(tokens))}
    return joins.merge(run, tokens, Phase.LEAVE, data).id


def _ask_again(run: Run, key: JoinKey) -> None:
    """Tokens that came too early for the reset may start the gateway once more: the first of them
    arrives anew."""
    if key in run.joins:
        flow = next(iter(run.joins.flows(key)))
        token = run.tokens[run.joins.pop(key, flow)]
        run.tokens[token.id] = Token(
            id=token.id, element=token.element, scope=token.scope, status=Status.READY, via=flow
        )
        run.stack.append(token.id)
