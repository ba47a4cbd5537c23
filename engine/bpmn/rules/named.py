"""What people see has a Chinese name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import GATEWAYS, Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family

_ASKING: Final = frozenset({Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY})


def _search(subject: Subject) -> Iterator[Breach]:
    if not subject.process.name:
        yield breach(what=subject.process.key)
    for element in subject.elements:
        is_question = element.kind in _ASKING and len(element.outgoing) > 1
        if not element.name and (element.kind not in GATEWAYS or is_question):
            yield breach(element, what=element.id)


RULE = Rule(
    id="named",
    family=Family.STYLE,
    severity="warning",
    zh="{what} 没有名称",
    en="{what} has no name",
    fix_zh="写上中文名称",
    fix_en="Write a Chinese name",
    search=_search,
)
