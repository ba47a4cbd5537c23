"""Parallel ways begin at a gateway that shows them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import GATEWAYS, Breach, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        always = [
            flow
            for flow in subject.out_of(element)
            if flow.condition is None and flow.id != element.default_flow
        ]
        if element.kind not in GATEWAYS and len(always) > 1:
            yield breach(element, name=element.name or element.id)


RULE = Rule(
    id="implicit-split",
    family=Family.STYLE,
    severity="warning",
    zh="“{name}”之后的多条路径会同时走，但没有画出并行网关",
    en="The ways out of {name!r} are all taken at once, without a gateway that shows it",
    fix_zh="画出并行网关",
    fix_en="Draw a parallel gateway",
    search=_search,
)
