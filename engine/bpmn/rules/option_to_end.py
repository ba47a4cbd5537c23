"""From everywhere that a case can get to, it can still end."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import soundness_of
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for level in soundness_of(subject.process):
        steps = level.found.endless
        if steps is None:
            continue
        path = level.path(steps)
        at = next((one for one in reversed(path) if one in level.level.nodes), None)
        place = None if at is None else level.level.nodes[at]
        yield breach(place, path=path, way=level.sentence(steps))


RULE = Rule(
    id="option-to-end",
    family=Family.SOUNDNESS,
    severity="error",
    zh="沿 {way} 走下去，流程再也不能结束",
    en="After {way} the process can never end",
    fix_zh="给回路画出一条出口",
    fix_en="Draw a way out of the loop",
    search=_search,
)
