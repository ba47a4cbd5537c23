"""A process or sub-process holds something that happens."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import SUB_PROCESSES
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    if not subject.process.elements:
        yield breach(zh="流程", en="process")
    for element in subject.elements:
        if element.kind in SUB_PROCESSES and element.id not in subject.scopes:
            yield breach(element, zh="子流程", en="sub-process")


RULE = Rule(
    id="not-empty",
    family=Family.STRUCTURE,
    severity="error",
    zh="{zh}是空的",
    en="The {en} is empty",
    fix_zh="在子流程中画出步骤,或改为任务",
    fix_en="Draw its steps, or make it a task",
    search=_search,
)
