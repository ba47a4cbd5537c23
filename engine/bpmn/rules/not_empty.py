"""A process holds something that happens."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    if not subject.process.elements:
        yield breach()


RULE = Rule(
    id="not-empty",
    family=Family.STRUCTURE,
    severity="error",
    zh="流程是空的",
    en="The process is empty",
    fix_zh="画出步骤",
    fix_en="Draw its steps",
    search=_search,
)
