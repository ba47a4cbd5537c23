"""No way leads to a place where tokens wait for ever."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import soundness_of
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for level in soundness_of(subject.process):
        for stuck in level.found.stuck:
            yield breach(
                subject.process.elements[stuck.waiting[0]],
                path=level.path(stuck.steps),
                names=", ".join(stuck.waiting),
                way=level.sentence(stuck.steps),
            )


RULE = Rule(
    id="no-deadlock",
    family=Family.SOUNDNESS,
    severity="error",
    zh="死锁：沿 {way} 走到 {names} 后，流程永远等待",
    en="Deadlock: after {way} the process waits for ever at {names}",
    fix_zh="让汇合与分支成对（排他对排他，并行对并行）",
    fix_en="Pair splits and joins (exclusive with exclusive, parallel with parallel)",
    search=_search,
)
