"""startQuantity and completionQuantity are at least one (BPMN 2.0.2, 10.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        for name, value in (
            ("startQuantity", element.start_quantity),
            ("completionQuantity", element.completion_quantity),
        ):
            if value < 1:
                yield breach(element, name=name, value=value)


RULE = Rule(
    id="quantities",
    family=Family.STRUCTURE,
    severity="error",
    zh="{name} 至少为 1，实际为 {value}",
    en="{name} is at least 1, here it is {value}",
    fix_zh="写 1 或更大的整数，或删除该属性",
    fix_en="Write 1 or more, or remove it",
    search=_search,
)
