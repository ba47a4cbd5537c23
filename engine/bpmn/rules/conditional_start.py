"""A condition that begins a process reads only what exists before there is a case (10.5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.names import reads
from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import triggers
from engine.core.definition import Kind
from engine.errors import Family
from engine.start_conditions import PARAMETERS, stores_of


def _search(subject: Subject) -> Iterator[Breach]:
    there = {PARAMETERS, *stores_of(subject.process)}
    for element in subject.elements:
        if element.kind is not Kind.START_EVENT or element.scope is not None:
            continue
        for part in triggers(element):
            if part.condition is not None:
                read = sorted(reads(subject.bundle, part.condition.text) - there)
                if read:
                    line = part.condition.line or None
                    yield breach(element, line, names=", ".join(read), text=part.condition.text)


RULE = Rule(
    id="conditional-start",
    family=Family.STRUCTURE,
    severity="error",
    zh="发起流程的条件 {text} 读取了 {names}，但此时还没有案件，也就没有案件的数据（BPMN 10.5.2）",
    en="The condition {text} that begins the process reads {names}, but there is no case yet, so "
    "there are no data of it (BPMN 2.0.2, 10.5.2)",
    fix_zh="只读取 parameters、图中的数据存储和时钟（now()、today()）",
    fix_en="Read only parameters, data stores of the diagram and the clock (now(), today())",
    search=_search,
)
