"""A loop has a condition, or a maximum of at least one (BPMN 2.0.2, 10.3.8)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import StandardLoop
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        loop = element.loop
        if not isinstance(loop, StandardLoop):
            continue
        if loop.condition is None and loop.maximum is None:
            yield breach(element, zh="没有条件也没有上限", en="has no condition and no maximum")
        if loop.maximum is not None and loop.maximum < 1:
            yield breach(element, zh="的上限至少为 1", en="has a maximum of at least 1")


RULE = Rule(
    id="standard-loop",
    family=Family.STRUCTURE,
    severity="error",
    zh="循环标记{zh}",
    en="The loop marker {en}",
    fix_zh="写上 loopCondition 或 loopMaximum",
    fix_en="Write a loopCondition or a loopMaximum",
    search=_search,
)
