"""A terminate end event stands where something else may still be active."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import has_trigger, soundness_of
from engine.core.definition import Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for level in soundness_of(subject.process):
        is_alone = level.found.is_complete and level.found.most_tokens == 1
        has_company = any(
            one.triggered_by_event for one in subject.scopes.get(level.level.scope, ())
        )
        for element in level.level.nodes.values():
            if is_alone and not has_company and has_trigger(element, Trigger.TERMINATE):
                yield breach(element)


RULE = Rule(
    id="superfluous-termination",
    family=Family.STYLE,
    severity="warning",
    zh="此处没有别的路径可以终止，普通结束事件就够了",
    en="Nothing else can be active here: a plain end event says the same",
    fix_zh="改为普通结束事件",
    fix_en="Make it a plain end event",
    search=_search,
)
