"""A complex gateway is hard to read, and whether it goes on depends on data."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is Kind.COMPLEX_GATEWAY:
            yield breach(element)


RULE = Rule(
    id="complex-gateway",
    family=Family.STYLE,
    severity="warning",
    zh="复杂网关不易读懂；证明没有死锁时假定它的 activationCondition 会成立",
    en="A complex gateway is hard to read; the search for deadlocks takes its activationCondition "
    "to come true",
    fix_zh="能用包容或并行网关时改用它们",
    fix_en="Use an inclusive or parallel gateway where that says the same",
    search=_search,
)
