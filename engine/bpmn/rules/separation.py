"""Separation of duties names user tasks of the process that come before."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    elements = subject.process.elements
    for element in subject.elements:
        if element.user_task is None:
            continue
        for name in element.user_task.separate_from:
            other = elements.get(name)
            if name == "initiator" or (other is not None and other.kind is Kind.USER_TASK):
                continue
            yield breach(element, name=name)


RULE = Rule(
    id="separation",
    family=Family.HOUSE,
    severity="error",
    zh="separateFrom 中的 {name} 不是本流程的用户任务",
    en="{name} in separateFrom is no user task of this process",
    fix_zh="写 initiator 或用户任务的 id",
    fix_en="Write initiator or the id of a user task",
    search=_search,
)
