"""An event says what it waits for or throws: time, message, signal, code, condition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import triggers
from engine.core.definition import Element, EventDefinition, Kind, Trigger
from engine.errors import Family, Text

_CODED: Final = frozenset({Kind.END_EVENT, Kind.THROW_EVENT})


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is Kind.SEND_TASK:
            continue  # see send_message
        for part in triggers(element):
            missing = _missing(element, part)
            if missing is not None:
                yield breach(element, zh=missing.zh, en=missing.en)
        is_several = element.event.trigger in (Trigger.MULTIPLE, Trigger.PARALLEL_MULTIPLE)
        if is_several and len(element.event.parts) < 2:
            yield breach(element, zh="两个以上的触发条件", en="two or more triggers")


def _missing(element: Element, part: EventDefinition) -> Text | None:
    needs = {
        Trigger.TIMER: part.timer is not None and part.timer_kind is not None,
        Trigger.MESSAGE: bool(part.message),
        Trigger.SIGNAL: bool(part.signal),
        Trigger.CONDITIONAL: part.condition is not None,
        Trigger.LINK: bool(part.link),
        Trigger.ERROR: bool(part.error_code) or element.kind not in _CODED,
        Trigger.ESCALATION: bool(part.escalation_code) or element.kind not in _CODED,
    }
    return None if needs.get(part.trigger, True) else _WORDS[part.trigger]


_WORDS: Final = {
    Trigger.TIMER: Text(zh="时间", en="a time"),
    Trigger.MESSAGE: Text(zh="消息（messageRef）", en="a message (messageRef)"),
    Trigger.SIGNAL: Text(zh="信号（signalRef）", en="a signal (signalRef)"),
    Trigger.CONDITIONAL: Text(zh="条件", en="a condition"),
    Trigger.LINK: Text(zh="链接名称", en="the name of the link"),
    Trigger.ERROR: Text(zh="错误代码（errorCode）", en="an error code (errorCode)"),
    Trigger.ESCALATION: Text(zh="升级代码（escalationCode）", en="an escalationCode"),
}


RULE = Rule(
    id="event-complete",
    family=Family.STRUCTURE,
    severity="error",
    zh="事件没有写明{zh}",
    en="The event does not say {en}",
    fix_zh="补全事件定义",
    fix_en="Complete the event definition",
    search=_search,
)
