"""No way is walked by two tokens at once, which would do the work twice."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import soundness_of
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    process = subject.process
    for level in soundness_of(process):
        for arrow, steps in level.found.doubled.items():
            flow = process.flows.get(arrow)
            if flow is None or _is_meant(subject, flow.source, flow.target):
                continue
            way = level.sentence(steps)
            yield breach(flow, path=level.path(steps), target=flow.target, way=way)
            break  # what follows is doubled for the same reason


def _is_meant(subject: Subject, source: str, target: str) -> bool:
    """Quantities ask for several tokens on one way."""
    elements = subject.process.elements
    return elements[source].completion_quantity > 1 or elements[target].start_quantity > 1


RULE = Rule(
    id="no-doubling",
    family=Family.SOUNDNESS,
    severity="warning",
    zh="缺少同步:同一路径上可能同时有两个令牌,“{target}”会重复执行(经 {way})",
    en="Lack of synchronisation: two tokens may walk the same way, so '{target}' may be done "
    "twice (by {way})",
    fix_zh="用并行网关汇合并行的路径",
    fix_en="Join parallel ways by a parallel gateway",
    search=_search,
)
