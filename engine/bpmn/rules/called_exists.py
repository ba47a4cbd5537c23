"""A call activity names a process that exists and can be started."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Bundle, Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is not Kind.CALL_ACTIVITY:
            continue
        key = element.called_name
        if not element.called_element:
            yield breach(element, zh="没有写明被调用的流程", en="names no process")
        elif subject.bundle is not None and not _exists(subject.bundle, key):
            yield breach(element, zh=f"调用的流程 {key} 不存在", en=f"calls {key}, which is none")


def _exists(bundle: Bundle, key: str) -> bool:
    return key == bundle.process.key or key in bundle.called


RULE = Rule(
    id="called-exists",
    family=Family.STRUCTURE,
    severity="error",
    zh="调用活动{zh}",
    en="The call activity {en}",
    fix_zh="在 calledElement 中写上已有流程的 id",
    fix_en="Name an existing process in calledElement",
    search=_search,
)
