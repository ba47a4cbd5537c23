"""A message event names its message and the key that both sides must agree on."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        event = element.event
        if event.trigger is not Trigger.MESSAGE:
            continue
        if not event.message:
            yield breach(element, zh="消息名称", en="named message")
        if event.correlation is None:
            yield breach(element, zh="关联键", en="correlation key")


RULE = Rule(
    id="message-fits",
    family=Family.STRUCTURE,
    severity="error",
    zh="消息事件没有{zh}",
    en="The message event has no {en}",
    fix_zh="写上 messageRef 和 guicheng:correlationKey",
    fix_en="Write messageRef and guicheng:correlationKey",
    search=_search,
)
