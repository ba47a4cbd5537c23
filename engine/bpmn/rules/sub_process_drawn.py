"""A sub-process holds something that happens."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import SUB_PROCESSES
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind in SUB_PROCESSES and element.id not in subject.scopes:
            yield breach(element)


RULE = Rule(
    id="sub-process-drawn",
    family=Family.HOUSE,
    severity="error",
    zh="子流程是空的，草稿中按抽象任务直接通过",
    en="The sub-process is empty; in a draft it passes like an abstract task",
    fix_zh="在子流程中画出步骤，或改为任务",
    fix_en="Draw its steps, or make it a task",
    search=_search,
)
