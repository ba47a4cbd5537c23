"""The search for deadlocks saw every state."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import soundness_of
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for level in soundness_of(subject.process):
        if not level.found.is_complete:
            scope = level.level.scope
            place = None if scope is None else subject.process.elements[scope]
            yield breach(place, count=level.found.markings)


RULE = Rule(
    id="searched-whole",
    family=Family.SOUNDNESS,
    severity="warning",
    zh="状态太多，死锁检查只看了其中 {count} 个：不能证明它没有死锁",
    en="Too many states: the search for deadlocks saw {count} of them and proves nothing",
    fix_zh="拆分为子流程或调用活动",
    fix_en="Split it into sub-processes or call activities",
    search=_search,
)
