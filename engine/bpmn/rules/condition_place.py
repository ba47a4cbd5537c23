"""Conditions stand only where they are asked: after activities and choosing gateways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import ACTIVITIES, Kind
from engine.errors import Family

_ASKING: Final = ACTIVITIES | {
    Kind.EXCLUSIVE_GATEWAY,
    Kind.INCLUSIVE_GATEWAY,
    Kind.COMPLEX_GATEWAY,
}


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind in _ASKING:
            continue
        for flow in subject.out_of(element):
            if flow.condition is not None:
                yield breach(flow)


RULE = Rule(
    id="condition-place",
    family=Family.STRUCTURE,
    severity="error",
    zh="并行网关、基于事件的网关和事件的流出路径不能有条件",
    en="A flow out of a parallel or event-based gateway or an event cannot have a condition",
    fix_zh="删除条件，或在前面加排他网关",
    fix_en="Remove the condition or put an exclusive gateway before it",
    search=_search,
)
