"""What lists show or are filtered by is not hidden at any step: who sees a case sees it there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.rules.names import reads
from engine.bpmn.rules.rule import Breach, HasKeys, Rule, Subject, breach
from engine.bpmn.rules.slots import of_process
from engine.core.definition import Access, UserTask
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    told = _told(subject)
    for element in subject.elements:
        if element.user_task is not None:
            for field in sorted(_hidden(subject, element.user_task) & told.keys()):
                yield breach(element, field=field, where=told[field])


def _told(subject: Subject) -> Mapping[str, str]:
    """Each variable that lists tell of, with what tells it."""
    found = dict.fromkeys(subject.process.searchable, "guicheng:searchable")
    for use, expression in of_process(subject.process):
        for name in reads(subject.bundle, expression.text):
            found.setdefault(name, use)
    return found


def _hidden(subject: Subject, task: UserTask) -> set[str]:
    """Fields that the step hides; of a sub-table only the whole."""
    hidden = {name for name, access in task.access.items() if access is Access.HIDE}
    form = subject.bundle.forms.get(task.form_id) if subject.bundle is not None else None
    if task.default_access is Access.HIDE and isinstance(form, HasKeys):
        hidden |= set(form.keys()) - set(task.access)
    return hidden


RULE = Rule(
    id="hidden-in-lists",
    family=Family.HOUSE,
    severity="error",
    zh="这一步隐藏字段 {field}，但 {where} 让看得到案件的人都能在列表中看到或按它查找",
    en="This step hides {field}, but through {where} lists show it, or find by it, to whoever sees "
    "the case",
    fix_zh="从 {where} 中去掉 {field}，或不再隐藏它",
    fix_en="Take {field} out of {where}, or do not hide it",
    search=_search,
)
