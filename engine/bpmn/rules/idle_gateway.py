"""A gateway splits or joins."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import GATEWAYS, Breach, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind in GATEWAYS and max(len(element.incoming), len(element.outgoing)) < 2:
            yield breach(element)


RULE = Rule(
    id="idle-gateway",
    family=Family.STYLE,
    severity="warning",
    zh="网关既不分支也不汇合",
    en="The gateway neither splits nor joins",
    fix_zh="删除它",
    fix_en="Remove it",
    search=_search,
)
