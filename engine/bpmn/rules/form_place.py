"""Only the start event of the process itself has a start form."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is Kind.START_EVENT and element.scope is not None and element.form_id:
            yield breach(element)


RULE = Rule(
    id="form-place",
    family=Family.STRUCTURE,
    severity="error",
    zh="子流程的开始事件没有表单",
    en="The start event of a sub-process has no form",
    fix_zh="在子流程中用用户任务填写表单",
    fix_en="Fill the form in a user task of the sub-process",
    search=_search,
)
