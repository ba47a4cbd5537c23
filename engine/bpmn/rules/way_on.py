"""A choice between conditions has a default, so that the case cannot get stuck."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import ACTIVITIES, Kind
from engine.errors import Family

_CHOOSING: Final = ACTIVITIES | {Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY}


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        flows = subject.out_of(element)
        has_conditions_only = bool(flows) and all(flow.condition is not None for flow in flows)
        if element.kind in _CHOOSING and has_conditions_only:
            yield breach(element)


RULE = Rule(
    id="way-on",
    family=Family.STYLE,
    severity="warning",
    zh="所有路径都有条件而没有默认路径；条件都不成立时案件会停住",
    en="All ways have conditions and none is the default; the case stops when none holds",
    fix_zh="把其中一条设为默认路径",
    fix_en="Make one of them the default",
    search=_search,
)
