"""Brings tokens together at gateways (BPMN 2.0.2, 13.4.1 parallel, 13.4.3 inclusive) and at
activities that need several to start (13.3.2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from engine.core.values import Value
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import JoinKey, Phase, Token


def take(run: Run, key: JoinKey, flows: Sequence[str]) -> list[Token]:
    """Take the first token that waits on each of these flows, of a flow named again the next."""
    return [run.tokens[run.joins.pop(key, flow)] for flow in flows]


def merge(run: Run, tokens: Collection[Token], phase: Phase, data: Value = None) -> Token:
    """Use up tokens that waited for each other; the oldest stands for all and is returned."""
    oldest = min(tokens, key=lambda token: token.id)
    for token in tokens:
        if token.incident:
            run.resolve(token)
        if token is not oldest:
            del run.tokens[token.id]
    run.count(oldest.scope, 1 - len(tokens))
    merged = Token(
        id=oldest.id,
        element=oldest.element,
        scope=oldest.scope,
        phase=phase,
        via=oldest.via,
        data=data,
    )
    run.tokens[merged.id] = merged
    return merged


def gather(run: Run, token: Token, node: Node) -> None:
    """The activity starts once for every `startQuantity` tokens, on whatever flow they came."""
    if run.join(token, "") < node.needs:
        return
    found = take(run, (token.scope, token.element), ("",) * node.needs)
    run.stack.append(merge(run, found, Phase.BEGIN).id)


def may_still_come(run: Run, node: Node, key: JoinKey, occupied: Collection[str]) -> bool:
    """Whether a token elsewhere in the scope can reach an empty incoming flow of the join, and no
    occupied one, without visiting the join: then the join waits for it (13.4.3)."""
    scope, gateway = key
    if run.scopes[scope].live == run.joins.size(key):
        return False  # all tokens of the scope wait here
    for element in run.standing(scope):
        if element == gateway:
            continue
        reachable = node.upstream.get(element)
        if reachable and reachable.isdisjoint(occupied):
            return True
    return False
