"""The process and each sub-process begin at exactly one plain start event."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for scope, elements in subject.scopes.items():
        plain = [e for e in elements if e.kind is Kind.START_EVENT]
        if len(plain) == 1:
            continue
        owner = None if scope is None else subject.process.elements[scope]
        at = plain[1] if len(plain) > 1 else owner
        yield breach(at, place=scope or subject.process.key, count=len(plain))


RULE = Rule(
    id="one-start",
    family=Family.STRUCTURE,
    severity="error",
    zh="{place} 应有一个开始事件,实际有 {count} 个",
    en="{place} needs exactly one start event and has {count}",
    fix_zh="保留一个开始事件",
    fix_en="Keep one start event",
    search=_search,
)
