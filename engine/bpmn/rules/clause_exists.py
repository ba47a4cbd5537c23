"""Clauses that an element cites exist."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    if subject.clauses is None:
        return
    for clause in subject.process.clauses:
        if clause not in subject.clauses:
            yield breach(clause=clause)
    for element in subject.elements:
        for clause in element.clauses:
            if clause not in subject.clauses:
                yield breach(element, clause=clause)


RULE = Rule(
    id="clause-exists",
    family=Family.HOUSE,
    severity="error",
    zh="条款 {clause} 不存在",
    en="The clause {clause} does not exist",
    fix_zh="改为已有条款的编号",
    fix_en="Name an existing clause",
    search=_search,
)
