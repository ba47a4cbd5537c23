"""A process or sub-process with steps shows where it begins."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for scope, elements in subject.scopes.items():
        owner = None if scope is None else subject.process.elements[scope]
        if owner is not None and owner.kind is Kind.AD_HOC_SUB_PROCESS:
            continue
        if elements and not any(
            one.kind is Kind.START_EVENT or one.instantiate for one in elements
        ):
            yield breach(owner, place=scope or subject.process.key)


RULE = Rule(
    id="starts-drawn",
    family=Family.STYLE,
    severity="warning",
    zh="{place} 没有开始事件，所有没有流入路径的步骤同时开始",
    en="{place} has no start event: every step that no flow leads to begins at once",
    fix_zh="画出开始事件",
    fix_en="Draw a start event",
    search=_search,
)
