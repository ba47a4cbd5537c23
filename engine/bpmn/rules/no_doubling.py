"""No way is walked by two tokens at once, which would do the work twice."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.soundness import arrow, explorations
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for _, exploration in explorations(subject):
        for flow, path in exploration.doubled.items():
            at = subject.process.flows[flow]
            yield breach(at, target=at.target, path=arrow(path))
            break  # what follows is doubled for the same reason


RULE = Rule(
    id="no-doubling",
    family=Family.SOUNDNESS,
    severity="warning",
    zh="同一路径上可能同时有两个令牌,“{target}”会重复执行(经 {path})",
    en="Two tokens may walk the same way, so '{target}' may be done twice (by {path})",
    fix_zh="用并行网关汇合并行的路径",
    fix_en="Join parallel ways by a parallel gateway",
    search=_search,
)
