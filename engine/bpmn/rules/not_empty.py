"""A sub-process holds something."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is Kind.SUB_PROCESS and element.id not in subject.scopes:
            yield breach(element)


RULE = Rule(
    id="not-empty",
    family=Family.STRUCTURE,
    severity="error",
    zh="子流程是空的",
    en="The sub-process is empty",
    fix_zh="在子流程中画出步骤,或改为任务",
    fix_en="Draw its steps, or make it a task",
    search=_search,
)
