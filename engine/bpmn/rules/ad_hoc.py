"""An ad-hoc sub-process holds activities, and no start and end events (BPMN 2.0.2, 10.3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import ACTIVITIES, Kind
from engine.errors import Family

_ENDS: Final = (Kind.START_EVENT, Kind.END_EVENT)


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is not Kind.AD_HOC_SUB_PROCESS or element.id not in subject.scopes:
            continue
        inside = subject.scopes[element.id]
        if not any(one.kind in ACTIVITIES for one in inside):
            yield breach(element, zh="中没有活动", en="needs an activity")
        for one in inside:
            if one.kind in _ENDS:
                yield breach(one, zh="中不能有开始和结束事件", en="has no start and end events")


RULE = Rule(
    id="ad-hoc",
    family=Family.STRUCTURE,
    severity="error",
    zh="特别子流程{zh}",
    en="An ad-hoc sub-process {en}",
    fix_zh="只放活动、中间事件和网关",
    fix_en="Keep activities, intermediate events and gateways in it",
    search=_search,
)
