"""What compensation, transactions and ad-hoc sub-processes need to be run faithfully (BPMN 2.0.2,
10.3.5, 10.5.6, 13.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.definition import ACTIVITIES, Element, Kind, ProcessDefinition, Trigger
from engine.kernel.compensables import parts

Found = tuple[str, str, str]
"""Rule, zh and en."""

_THROWING = frozenset({Kind.THROW_EVENT, Kind.END_EVENT})


def check(definition: ProcessDefinition, element: Element) -> Iterator[Found]:
    """What this element lacks."""
    if element.for_compensation and (element.incoming or element.outgoing):
        zh, en = "补偿活动不能有顺序流", "A compensation activity has no sequence flows"
        yield "compensation-flow", zh, en
    if element.kind is Kind.AD_HOC_SUB_PROCESS:
        yield from _ad_hoc(definition, element)
    for event in parts(element.event):
        if event.trigger is Trigger.COMPENSATION:
            yield from _compensation(definition, element, event.compensated)
        if event.trigger is Trigger.CANCEL:
            yield from _cancel(definition, element)


def _compensation(
    definition: ProcessDefinition, element: Element, compensated: str | None
) -> Iterator[Found]:
    if element.kind is Kind.BOUNDARY_EVENT:
        handler = definition.elements.get(element.handler or "")
        if handler is None or not handler.for_compensation or handler.scope != element.scope:
            zh = "补偿边界事件须关联同一层的一个补偿活动（isForCompensation）"
            en = "A compensation boundary event is associated with a compensation activity beside"
            yield "compensation-handler", zh, en
        if element.outgoing:
            zh, en = "补偿边界事件没有顺序流", "A compensation boundary event has no flows"
            yield "compensation-flow", zh, en
    if element.kind in _THROWING and compensated is not None:
        target = definition.elements.get(compensated)
        if target is None or target.scope not in _visible(definition, element):
            zh = f"要补偿的活动 {compensated} 不在同一层"
            yield "compensation-target", zh, f"The activity {compensated} is not in reach"


def _ad_hoc(definition: ProcessDefinition, element: Element) -> Iterator[Found]:
    inside = [one for one in definition.elements.values() if one.scope == element.id]
    wrong = [one for one in inside if one.kind in (Kind.START_EVENT, Kind.END_EVENT)]
    if wrong:
        zh = f"特别子流程中不能有开始或结束事件（{wrong[0].id}）"
        en = f"An ad-hoc sub-process has no start and end events, it holds {wrong[0].id}"
        yield "ad-hoc-content", zh, en
    if not any(one.kind in ACTIVITIES for one in inside):
        yield "ad-hoc-content", "特别子流程中没有活动", "An ad-hoc sub-process needs an activity"


def _visible(definition: ProcessDefinition, element: Element) -> Iterator[str | None]:
    """The scope of an event, and those around it as long as it is an event sub-process's."""
    scope = element.scope
    yield scope
    while scope is not None and definition.elements[scope].triggered_by_event:
        scope = definition.elements[scope].scope
        yield scope


def _cancel(definition: ProcessDefinition, element: Element) -> Iterator[Found]:
    if element.kind is Kind.BOUNDARY_EVENT:
        host = definition.elements.get(element.attached_to or "")
        if host is None or host.kind is not Kind.TRANSACTION:
            zh, en = "取消边界事件须附着在事务上", "A cancel boundary event sits on a transaction"
            yield "cancel-place", zh, en
        return
    around = _around(definition, element)
    while around is not None and around.kind is not Kind.TRANSACTION:
        around = _around(definition, around)
    if around is None:
        yield "cancel-place", "取消结束事件须在事务之内", "A cancel end event is in a transaction"
    elif not any(
        one.attached_to == around.id and one.event.trigger is Trigger.CANCEL
        for one in definition.elements.values()
    ):
        zh = f"事务 {around.id} 没有取消边界事件，取消后无路可走"
        en = f"Transaction {around.id} needs a cancel boundary event, to go on after a cancel"
        yield "cancel-boundary", zh, en


def _around(definition: ProcessDefinition, element: Element) -> Element | None:
    return definition.elements.get(element.scope or "")
