"""A user task says who may do it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.user_task is not None and not element.user_task.assignments:
            yield breach(element)


RULE = Rule(
    id="assigned",
    family=Family.HOUSE,
    severity="error",
    zh="用户任务没有写明由谁办理",
    en="The user task does not say who may do it",
    fix_zh="加上 guicheng:assignment",
    fix_en="Add a guicheng:assignment",
    search=_search,
)
