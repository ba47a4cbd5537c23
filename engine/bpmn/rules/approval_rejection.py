"""What a rejection does is something that is run: it names a step that there is."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.ballot import CONTINUE, END
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        task = element.user_task
        if task is None or task.approval is None:
            continue
        if task.approval.on_reject not in {CONTINUE, END}:
            yield breach(element, effect=task.approval.on_reject)


RULE = Rule(
    id="approval-rejection",
    family=Family.STRUCTURE,
    severity="error",
    zh="拒绝的效果 {effect} 本引擎尚不执行",
    en="The effect {effect} of a rejection is not run",
    fix_zh="写 continue(由图中的条件决定)或 end",
    fix_en="Write continue (the diagram's conditions decide) or end",
    search=_search,
)
