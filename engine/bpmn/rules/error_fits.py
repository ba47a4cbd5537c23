"""An error end event has a code."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        event = element.event
        if element.kind is not Kind.END_EVENT or event.trigger is not Trigger.ERROR:
            continue
        if not event.error_code:
            yield breach(element)


RULE = Rule(
    id="error-fits",
    family=Family.STRUCTURE,
    severity="error",
    zh="错误结束事件没有错误代码",
    en="The error end event has no error code",
    fix_zh="写上 errorCode",
    fix_en="Write an errorCode",
    search=_search,
)
