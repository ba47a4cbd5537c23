"""A boundary event can happen while its activity is active."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        host = subject.process.elements.get(element.attached_to or "")
        is_error = element.event.trigger is Trigger.ERROR
        if host is None:
            continue
        if host.kind is Kind.BUSINESS_RULE_TASK and not is_error:
            yield breach(
                element, zh="业务规则任务立即完成", en="a business rule task is done at once"
            )
        if host.kind is Kind.USER_TASK and is_error:
            yield breach(element, zh="用户任务不会抛出错误", en="a user task throws no error")
        if is_error and not element.interrupting:
            yield breach(element, zh="错误必须中断活动", en="an error interrupts its activity")


RULE = Rule(
    id="boundary-can-happen",
    family=Family.STRUCTURE,
    severity="error",
    zh="边界事件不会发生:{zh}",
    en="The boundary event cannot happen: {en}",
    fix_zh="删除它,或改正其类型",
    fix_en="Remove it or correct its kind",
    search=_search,
)
