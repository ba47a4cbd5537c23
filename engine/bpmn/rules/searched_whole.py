"""The search for deadlocks saw every marking."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.search import MAX_MARKINGS
from engine.bpmn.rules.soundness import explorations
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for _, exploration in explorations(subject):
        if not exploration.is_complete:
            yield breach(bound=MAX_MARKINGS)


RULE = Rule(
    id="searched-whole",
    family=Family.SOUNDNESS,
    severity="warning",
    zh="流程过大,死锁检查只看了 {bound} 个状态",
    en="The process is too large: the search for deadlocks saw {bound} states only",
    fix_zh="拆分为子流程或调用活动",
    fix_en="Split it into sub-processes or call activities",
    search=_search,
)
