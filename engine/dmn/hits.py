"""Hit policies and collect aggregators (DMN 1.5, 8.2.10 and 8.2.11)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from engine.core.values import Value
from engine.dmn.model import Aggregator, HitPolicy
from engine.errors import Text
from engine.feel.builtins import BUILTINS
from engine.feel.compare import equal
from engine.feel.errors import Undefined
from engine.feel.runtime import Runtime

Rank = Callable[[Value], tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    rule_id: str
    output: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the policy answered, or with `problem` why it cannot; `rule_ids` explain either."""

    output: Value = None
    rule_ids: tuple[str, ...] = ()
    problem: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    policy: HitPolicy
    aggregator: Aggregator | None = None

    def empty(self) -> Value:
        """The answer when no rule matches: only collecting has one that is not null."""
        if self.policy is not HitPolicy.COLLECT:
            return None
        if self.aggregator is Aggregator.COUNT:
            return Decimal(0)
        return [] if self.aggregator is None else None


def resolve(policy: Policy, hits: Sequence[Hit], rank: Rank) -> Outcome:
    """The outcome of at least one hit, given in rule order."""
    if policy.policy is HitPolicy.COLLECT and policy.aggregator is not None:
        return _aggregated(policy.aggregator, hits)
    return _POLICIES[policy.policy](hits, rank)


def _ids(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(hit.rule_id for hit in hits)


def _one(hit: Hit) -> Outcome:
    return Outcome(output=hit.output, rule_ids=(hit.rule_id,))


def _all(hits: Sequence[Hit]) -> Outcome:
    return Outcome(output=[hit.output for hit in hits], rule_ids=_ids(hits))


def _unique(hits: Sequence[Hit], _rank: Rank) -> Outcome:
    if len(hits) == 1:
        return _one(hits[0])
    names = "、".join(_ids(hits))
    return Outcome(
        rule_ids=_ids(hits),
        problem=Text(
            zh=f"唯一命中（UNIQUE）的表中有多条规则同时符合：{names}",
            en=f"Expected one matching rule under UNIQUE, got {', '.join(_ids(hits))}",
        ),
    )


def _any(hits: Sequence[Hit], _rank: Rank) -> Outcome:
    first = hits[0].output
    if all(hit.output is first or equal(hit.output, first) is True for hit in hits):
        return Outcome(output=first, rule_ids=_ids(hits))
    names = "、".join(_ids(hits))
    return Outcome(
        rule_ids=_ids(hits),
        problem=Text(
            zh=f"任意命中（ANY）的表中同时符合的规则结果不同：{names}",
            en=f"Expected equal results of the rules {', '.join(_ids(hits))} under ANY",
        ),
    )


def _priority(hits: Sequence[Hit], rank: Rank) -> Outcome:
    return _one(min(hits, key=lambda hit: rank(hit.output)))


_POLICIES: Final[dict[HitPolicy, Callable[[Sequence[Hit], Rank], Outcome]]] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.FIRST: lambda hits, _rank: _one(hits[0]),
    HitPolicy.OUTPUT_ORDER: lambda hits, rank: _all(sorted(hits, key=lambda hit: rank(hit.output))),
    HitPolicy.RULE_ORDER: lambda hits, _rank: _all(hits),
    HitPolicy.COLLECT: lambda hits, _rank: _all(hits),
}
_FUNCTIONS: Final = {
    Aggregator.SUM: "sum",
    Aggregator.MIN: "min",
    Aggregator.MAX: "max",
    Aggregator.COUNT: "count",
}


def _aggregated(aggregator: Aggregator, hits: Sequence[Hit]) -> Outcome:
    call = BUILTINS[_FUNCTIONS[aggregator]].bind(1, None)
    try:
        value = call(Runtime(now=None, strict=False), [[hit.output for hit in hits]])
    except Undefined as error:
        return Outcome(rule_ids=_ids(hits), problem=Text(zh=error.zh, en=error.en))
    return Outcome(output=value, rule_ids=_ids(hits))
