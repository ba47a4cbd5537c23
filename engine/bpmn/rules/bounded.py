"""No loop makes more and more tokens: a warning, as long as the case can still end."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.ways import side_ways
from engine.bpmn.soundness import soundness_of
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for level in soundness_of(subject.process):
        growing = level.found.growing
        if growing is None or side_ways(level.level).issuperset(growing.arrows):
            continue
        steps = (*growing.steps, *growing.round)
        target = level.level.target[growing.arrows[0]]
        yield breach(
            subject.process.elements[target],
            path=level.path(steps),
            target=target,
            way=level.sentence(steps),
        )


RULE = Rule(
    id="bounded",
    family=Family.SOUNDNESS,
    severity="warning",
    zh="令牌无限增多：每走一轮 {way}，“{target}”处就多一个令牌",
    en="Tokens pile up without bound: each round of {way} leaves one more at '{target}'",
    fix_zh="在回路中汇合并行的路径；要同时做多次，用多实例标记",
    fix_en="Join the parallel ways inside the loop; to do something many times use multi-instance",
    search=_search,
)
