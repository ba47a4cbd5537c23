"""A send task says which message it sends."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is Kind.SEND_TASK and not element.event.message:
            yield breach(element)


RULE = Rule(
    id="send-message",
    family=Family.HOUSE,
    severity="error",
    zh="发送任务没有写明消息（messageRef），草稿中直接通过",
    en="The send task does not say a message (messageRef); in a draft it passes",
    fix_zh="写上 messageRef",
    fix_en="Write a messageRef",
    search=_search,
)
