"""Field rights are given to fields that the form has."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, HasKeys, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    if subject.bundle is None:
        return
    for element in subject.elements:
        task = element.user_task
        form = subject.bundle.forms.get(task.form_id) if task is not None else None
        if task is None or not isinstance(form, HasKeys):
            continue
        fields = form.keys()
        for field in task.access:
            if field.partition(".")[0] not in fields:
                yield breach(element, field=field, form=task.form_id)


RULE = Rule(
    id="field-rights",
    family=Family.HOUSE,
    severity="error",
    zh="表单 {form} 没有字段 {field}",
    en="The form {form} has no field {field}",
    fix_zh="改为表单中的字段",
    fix_en="Name a field of the form",
    search=_search,
)
