"""It is clear where a process or sub-process begins by itself: at one none start event at most."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for scope, elements in subject.scopes.items():
        owner = None if scope is None else subject.process.elements[scope]
        if owner is not None and (
            owner.triggered_by_event or owner.kind is Kind.AD_HOC_SUB_PROCESS
        ):
            continue  # event-sub-process and ad-hoc say what those need
        starts = [one for one in elements if one.kind is Kind.START_EVENT]
        plain = [one for one in starts if one.event.trigger is Trigger.NONE]
        if len(plain) > 1:
            yield breach(plain[1], place=scope or subject.process.key, count=len(plain))


RULE = Rule(
    id="one-start",
    family=Family.STRUCTURE,
    severity="error",
    zh="{place} 只能有一个无触发的开始事件，实际有 {count} 个",
    en="{place} has at most one start event without a trigger, here are {count}",
    fix_zh="保留一个",
    fix_en="Keep one of them",
    search=_search,
)
