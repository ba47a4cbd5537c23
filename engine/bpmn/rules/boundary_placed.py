"""A boundary event sits on an activity of its scope; but for compensation, a flow leads out."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import ACTIVITIES, Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is not Kind.BOUNDARY_EVENT:
            continue
        host = subject.process.elements.get(element.attached_to or "")
        if host is None or host.kind not in ACTIVITIES or host.scope != element.scope:
            yield breach(
                element, zh="必须附着在同一层的活动上", en="sits on an activity of its level"
            )
        if element.incoming:
            yield breach(element, zh="不能有流入的顺序流", en="has no incoming flow")
        if not element.outgoing and element.event.trigger is not Trigger.COMPENSATION:
            yield breach(element, zh="必须有流出的顺序流", en="has an outgoing flow")


RULE = Rule(
    id="boundary-placed",
    family=Family.STRUCTURE,
    severity="error",
    zh="边界事件{zh}",
    en="A boundary event {en}",
    fix_zh="改正它的位置或连线",
    fix_en="Correct its place or its flows",
    search=_search,
)
