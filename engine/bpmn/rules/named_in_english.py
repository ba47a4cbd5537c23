"""What has a Chinese name has an English one beside it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    if subject.process.name and not subject.process.name_en:
        yield breach(what=subject.process.key)
    for element in subject.elements:
        if element.name and not element.name_en:
            yield breach(element, what=element.id)


RULE = Rule(
    id="named-in-english",
    family=Family.STYLE,
    severity="warning",
    zh="{what} 没有英文名称",
    en="{what} has no English name",
    fix_zh="写上 guicheng:nameEn",
    fix_en="Write guicheng:nameEn",
    search=_search,
)
