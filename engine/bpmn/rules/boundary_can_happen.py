"""A boundary event can happen while its activity is active, and interrupts it where it must."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import has_trigger
from engine.core.definition import Kind, Trigger
from engine.errors import Family

_INTERRUPTING: Final = (Trigger.ERROR, Trigger.CANCEL)
_AT_ONCE: Final = frozenset({Kind.BUSINESS_RULE_TASK})
_OF_INSTANT: Final = frozenset({Trigger.ERROR, Trigger.COMPENSATION})


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        host = subject.process.elements.get(element.attached_to or "")
        if host is None:
            continue
        if host.kind in _AT_ONCE and element.event.trigger not in _OF_INSTANT:
            yield breach(
                element, zh="业务规则任务立即完成", en="a business rule task is done at once"
            )
        if not element.interrupting and any(has_trigger(element, one) for one in _INTERRUPTING):
            yield breach(
                element, zh="错误和取消必须中断活动", en="errors and cancels interrupt the activity"
            )


RULE = Rule(
    id="boundary-can-happen",
    family=Family.STRUCTURE,
    severity="error",
    zh="边界事件不会发生：{zh}",
    en="The boundary event cannot happen: {en}",
    fix_zh="删除它，或改正其类型",
    fix_en="Remove it or correct its kind",
    search=_search,
)
