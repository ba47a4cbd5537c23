"""Roles that a process names exist in the organisation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import AssignmentKind, Element
from engine.errors import Family

_NOBODY: Final = "role:"


def _search(subject: Subject) -> Iterator[Breach]:
    if subject.roles is None:
        return
    for role in subject.process.startable_by:
        if role != "-" and role not in subject.roles:
            yield breach(role=role)
    for element in subject.elements:
        for role in _named(element):
            if role not in subject.roles:
                yield breach(element, role=role)


def _named(element: Element) -> Iterator[str]:
    task = element.user_task
    if task is None:
        return
    for assignment in task.assignments:
        if assignment.kind is AssignmentKind.ROLE and assignment.literal is not None:
            yield assignment.literal
    if task.nobody_found.startswith(_NOBODY):
        yield task.nobody_found.removeprefix(_NOBODY)


RULE = Rule(
    id="known-role",
    family=Family.HOUSE,
    severity="error",
    zh="角色 {role} 不存在",
    en="The role {role} does not exist",
    fix_zh="改为组织中的角色",
    fix_en="Name a role of the organisation",
    search=_search,
)
