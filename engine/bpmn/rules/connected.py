"""Start events and intermediate events lead on, end events are led to, and so do gateways that do
not join (BPMN 2.0.2, 10.5.2 to 10.5.4, 10.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import GATEWAYS, Breach, Rule, Subject, breach
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is Kind.END_EVENT and not element.incoming:
            yield breach(element, zh="没有流入的顺序流", en="has no incoming flow")
        elif _must_lead_on(element) and not element.outgoing:
            yield breach(element, zh="没有流出的顺序流", en="has no outgoing flow")


def _must_lead_on(element: Element) -> bool:
    if element.kind in GATEWAYS:
        return len(element.incoming) < 2
    is_throw = element.kind is Kind.THROW_EVENT and element.event.trigger is not Trigger.LINK
    return is_throw or element.kind in (Kind.START_EVENT, Kind.CATCH_EVENT)


RULE = Rule(
    id="connected",
    family=Family.SOUNDNESS,
    severity="error",
    zh="事件或网关{zh}",
    en="The event or gateway {en}",
    fix_zh="用顺序流连上它，或删除它",
    fix_en="Join it with a sequence flow, or remove it",
    search=_search,
)
