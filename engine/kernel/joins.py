"""Brings tokens together at gateways (BPMN 2.0.2, 13.4.1 parallel, 13.4.3 inclusive)."""

from __future__ import annotations

from collections.abc import Collection

from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import JoinKey, Phase, Token


def first_of_each_flow(run: Run, key: JoinKey) -> dict[str, Token]:
    """By incoming flow, the oldest token that waits there."""
    found: dict[str, Token] = {}
    for token_id in run.joins.get(key, ()):
        token = run.tokens[token_id]
        found.setdefault(token.via, token)
    return found


def merge(run: Run, tokens: Collection[Token]) -> Token:
    """Use up the tokens, all waiting at one gateway; the oldest stands for all and is returned."""
    oldest = min(tokens, key=lambda token: token.id)
    for token in tokens:
        if token.incident:
            run.resolve(token)
        run.unjoin(token)
        if token is not oldest:
            del run.tokens[token.id]
    run.count(oldest.scope, 1 - len(tokens))
    merged = Token(
        id=oldest.id, element=oldest.element, scope=oldest.scope, phase=Phase.LEAVE, via=oldest.via
    )
    run.tokens[merged.id] = merged
    return merged


def may_still_come(run: Run, node: Node, key: JoinKey, occupied: Collection[str]) -> bool:
    """Whether a token elsewhere in the scope can reach an empty incoming flow of the inclusive
    join, and no occupied one, without visiting the join: then the join waits for it."""
    scope, gateway = key
    for token in run.tokens.values():
        if token.scope != scope or token.element == gateway:
            continue
        reachable = node.upstream.get(token.element)
        if reachable and reachable.isdisjoint(occupied):
            return True
    return False
