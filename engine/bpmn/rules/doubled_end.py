"""Two tokens that reach the same end one after another are harmless, but often a slip."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.no_doubling import doubled_flows
from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for flow, steps, level, does_work in doubled_flows(subject):
        if not does_work:
            way = level.sentence(steps)
            yield breach(flow, path=level.path(steps), target=flow.target, way=way)


RULE = Rule(
    id="doubled-end",
    family=Family.SOUNDNESS,
    severity="warning",
    zh="两个令牌先后经同一路径到达“{target}”(经 {way});此后没有工作,所以不会重复做什么",
    en="Two tokens reach '{target}' one after another on the same way (by {way}); no work follows, "
    "so nothing is done twice",
    fix_zh="用并行网关汇合,或让每条路径各有自己的结束事件",
    fix_en="Join by a parallel gateway, or give each way an end event of its own",
    search=_search,
)
