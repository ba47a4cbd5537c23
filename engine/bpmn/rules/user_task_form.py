"""A user task names a form that exists; so does a start event that names one."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        form = element.form_id if element.user_task is None else element.user_task.form_id
        if element.kind is Kind.USER_TASK and not form:
            yield breach(element, zh="没有表单", en="has no form", form="")
        elif form and subject.bundle is not None and form not in subject.bundle.forms:
            yield breach(
                element, zh="的表单不存在：", en="names a form that does not exist: ", form=form
            )


RULE = Rule(
    id="user-task-form",
    family=Family.HOUSE,
    severity="error",
    zh="该步骤{zh}{form}",
    en="The step {en}{form}",
    fix_zh="写上已有表单的 guicheng:formId",
    fix_en="Name an existing form in guicheng:formId",
    search=_search,
)
