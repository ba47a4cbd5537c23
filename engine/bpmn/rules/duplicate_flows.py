"""No two flows say the same."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    seen: set[tuple[str, str, str | None]] = set()
    for flow in subject.flows:
        said = (flow.source, flow.target, flow.condition.text if flow.condition else None)
        if said in seen:
            yield breach(flow, source=flow.source, target=flow.target)
        seen.add(said)


RULE = Rule(
    id="duplicate-flows",
    family=Family.STYLE,
    severity="warning",
    zh="从 {source} 到 {target} 有两条相同的顺序流",
    en="Two flows from {source} to {target} say the same",
    fix_zh="删除其中一条",
    fix_en="Remove one of them",
    search=_search,
)
