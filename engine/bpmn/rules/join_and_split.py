"""A gateway that waits or goes several ways joins or splits; an exclusive one may do both."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import GATEWAYS, Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        is_both = len(element.incoming) > 1 and len(element.outgoing) > 1
        if element.kind in GATEWAYS - {Kind.EXCLUSIVE_GATEWAY} and is_both:
            yield breach(element)


RULE = Rule(
    id="join-and-split",
    family=Family.STYLE,
    severity="warning",
    zh="一个网关既汇合又分支，不易读懂",
    en="A gateway that joins and splits is hard to read",
    fix_zh="分成两个网关",
    fix_en="Draw two gateways",
    search=_search,
)
