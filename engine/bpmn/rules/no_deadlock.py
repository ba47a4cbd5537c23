"""No way leads to a place where tokens wait for ever."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.soundness import arrow, explorations
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for net, exploration in explorations(subject):
        for stuck in exploration.stuck:
            at = net.elements[stuck.waiting[0]]
            yield breach(at, names=", ".join(stuck.waiting), path=arrow(stuck.path))


RULE = Rule(
    id="no-deadlock",
    family=Family.SOUNDNESS,
    severity="error",
    zh="死锁:沿 {path} 走到 {names} 后,流程永远等待",
    en="Deadlock: after {path} the process waits for ever at {names}",
    fix_zh="让汇合与分支成对(排他对排他,并行对并行)",
    fix_en="Pair splits and joins (exclusive with exclusive, parallel with parallel)",
    search=_search,
)
