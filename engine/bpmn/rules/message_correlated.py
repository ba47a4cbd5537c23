"""A message event says by which key the message finds its case."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import triggers
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if _begins_a_case(subject, element):
            continue
        for part in triggers(element):
            said = part.correlation is not None or part.conversation
            if part.trigger is Trigger.MESSAGE and part.message and not said:
                yield breach(element)


def _begins_a_case(subject: Subject, element: Element) -> bool:
    """Then there is no case yet that it must find."""
    if element.kind is Kind.START_EVENT and element.scope is None:
        return True
    sources = (subject.process.elements.get(flow.source) for flow in subject.into(element))
    return element.instantiate or any(one is not None and one.instantiate for one in sources)


RULE = Rule(
    id="message-correlated",
    family=Family.HOUSE,
    severity="error",
    zh="消息没有关联键",
    en="The message has no correlation key",
    fix_zh="写上 guicheng:correlationKey，或让消息参与一个 correlationKey",
    fix_en="Write guicheng:correlationKey, or let the message take part in a correlationKey",
    search=_search,
)
