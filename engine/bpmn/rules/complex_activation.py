"""A complex gateway that joins says when it goes on (BPMN 2.0.2, 10.6.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        is_join = element.kind is Kind.COMPLEX_GATEWAY and len(element.incoming) > 1
        if is_join and element.activation is None:
            yield breach(element)


RULE = Rule(
    id="complex-activation",
    family=Family.STRUCTURE,
    severity="error",
    zh="复杂网关没有 activationCondition",
    en="The complex gateway has no activationCondition",
    fix_zh="写上 activationCondition",
    fix_en="Write an activationCondition",
    search=_search,
)
