"""Wherever tokens stand, some way leads to the end."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.soundness import arrow, explorations
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for net, exploration in explorations(subject):
        if exploration.endless is not None:
            at = net.elements[exploration.endless[-1]]
            yield breach(at, path=arrow(exploration.endless))


RULE = Rule(
    id="option-to-end",
    family=Family.SOUNDNESS,
    severity="error",
    zh="沿 {path} 走下去,流程再也不能结束",
    en="After {path} the process can never end",
    fix_zh="给回路画出一条出口",
    fix_en="Draw a way out of the loop",
    search=_search,
)
