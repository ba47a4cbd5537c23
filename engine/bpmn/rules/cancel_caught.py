"""A transaction that can be cancelled says where it goes on then."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.soundness import has_trigger
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is not Kind.END_EVENT or not has_trigger(element, Trigger.CANCEL):
            continue
        transaction = _around(subject, element)
        if transaction is None:
            continue  # the reader refuses its place
        events = subject.boundary_events.get(transaction.id, ())
        if not any(has_trigger(event, Trigger.CANCEL) for event in events):
            yield breach(element, transaction=transaction.id)


def _around(subject: Subject, element: Element) -> Element | None:
    scope = element.scope
    while scope is not None:
        holder = subject.process.elements[scope]
        if holder.kind is Kind.TRANSACTION:
            return holder
        scope = holder.scope
    return None


RULE = Rule(
    id="cancel-caught",
    family=Family.STRUCTURE,
    severity="error",
    zh="事务 {transaction} 没有取消边界事件",
    en="The transaction {transaction} has no cancel boundary event",
    fix_zh="在事务上画出取消边界事件",
    fix_en="Draw a cancel boundary event on the transaction",
    search=_search,
)
