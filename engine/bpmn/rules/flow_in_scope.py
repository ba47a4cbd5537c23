"""A sequence flow stays within its process or sub-process."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    elements = subject.process.elements
    for flow in subject.flows:
        source, target = elements.get(flow.source), elements.get(flow.target)
        if source and target and source.scope != target.scope:
            yield breach(flow)


RULE = Rule(
    id="flow-in-scope",
    family=Family.STRUCTURE,
    severity="error",
    zh="顺序流不能跨越子流程的边界",
    en="A sequence flow cannot cross the border of a sub-process",
    fix_zh="连到子流程本身，或放进同一层",
    fix_en="Join the sub-process itself, or draw both ends on one level",
    search=_search,
)
