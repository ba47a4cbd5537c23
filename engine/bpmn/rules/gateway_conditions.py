"""Every way out of a choosing gateway has a condition or is the default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family

_CHOOSING: Final = frozenset({Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY})


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind not in _CHOOSING or len(element.outgoing) < 2:
            continue
        for flow in subject.out_of(element):
            if flow.condition is None and flow.id != element.default_flow:
                yield breach(flow, name=flow.name or flow.id)


RULE = Rule(
    id="gateway-conditions",
    family=Family.STRUCTURE,
    severity="error",
    zh="网关的路径“{name}”没有条件，也不是默认路径",
    en="The way '{name}' out of the gateway has no condition and is not the default",
    fix_zh="写上 FEEL 条件，或设为默认路径",
    fix_en="Write a FEEL condition or make it the default",
    search=_search,
)
