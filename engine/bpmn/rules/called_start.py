"""A called process can begin without a trigger."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    if subject.bundle is None:
        return
    for element in subject.elements:
        key = element.called_element
        called = subject.bundle.called.get(key or "")
        if element.kind is Kind.CALL_ACTIVITY and called is not None and not called.begins_at():
            yield breach(element, key=key)


RULE = Rule(
    id="called-start",
    family=Family.STRUCTURE,
    severity="error",
    zh="被调用的流程 {key} 只能由触发开始",
    en="The called process {key} begins by a trigger only",
    fix_zh="给它一个无触发的开始事件",
    fix_en="Give it a start event without a trigger",
    search=_search,
)
