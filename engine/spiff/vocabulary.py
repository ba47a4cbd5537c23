"""What of BPMN is drawn for SpiffWorkflow at all: of a process with anything else, no witness.

A list of what is known, not of what is not: whatever is added to the model later has no witness
until it is drawn here as the standard means it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any, Final

from engine.core.definition import (
    Element,
    EventBehavior,
    EventDefinition,
    Kind,
    ProcessDefinition,
    StandardLoop,
    Trigger,
)
from engine.spiff.build import REPEATED, RUNS
from engine.spiff.gaps import Gap, entered_at, gap

_ELEMENT: Final = frozenset(
    """id kind name name_en documentation line scope lane clauses incoming outgoing default_flow
    event attached_to interrupting form_id user_task connector decision_id result_variable
    called_element called_binding called_version inputs outputs loop multi_merge""".split()
)
"""Fields of an element that are drawn, or that have no part in how it runs. Which version of a
called process is meant was settled when the bundle was made."""

_EVENT: Final = frozenset(
    """trigger timer_kind timer message correlation error_code wait_for_completion signal
    escalation_code link""".split()
)


def unknown_in(definition: ProcessDefinition) -> Iterator[Gap]:
    """Each thing in the process that is not drawn for SpiffWorkflow."""
    for element in definition.elements.values():
        at = entered_at(definition, element)
        for what in _unknown_of(element):
            yield _undrawn(element, what, at)
        if _begins_apart(definition, element):
            yield _undrawn(element, "a beginning beside the start events", element.scope)
    first = next(iter(definition.elements.values()), None)
    if first is None:
        return
    if not _has_start(definition):
        yield _undrawn(first, "a process without start event", None)
    for item in definition.data.values():
        owner = definition.elements.get(item.scope or "", first)
        yield _undrawn(owner, f"data {item.name}", item.scope)


def _unknown_of(element: Element) -> Iterator[str]:
    if (element.kind, element.event.trigger) not in RUNS:
        yield f"{element.kind}({element.event.trigger})"
    for name in (*_more(element, _ELEMENT), *_more(element.event, _EVENT)):
        yield _WORDS.get(name, name)
    if element.inputs and element.event.trigger is Trigger.ERROR:
        yield "the data of an error"
    if isinstance(element.loop, StandardLoop):
        yield "a loop activity"
    elif element.loop is not None and element.kind not in REPEATED:
        yield f"a multi-instance {element.kind}"
    elif element.loop is not None and element.loop.behavior is not EventBehavior.ALL:
        yield "an event of a multi-instance activity"


def _undrawn(element: Element, what: str, at: str | None) -> Gap:
    zh, en = f"没有为 SpiffWorkflow 绘制 {what}", f"{what} is not drawn for SpiffWorkflow"
    return gap(element, zh, en, at)


def _more(record: Element | EventDefinition, known: frozenset[str]) -> Iterator[str]:
    """Names of the fields that are set although they are not known here."""
    for field in fields(record):
        if field.name not in known and getattr(record, field.name) != _default(field):
            yield field.name


def _default(field: Any) -> Any:
    return field.default_factory() if field.default is MISSING else field.default


def _begins_apart(definition: ProcessDefinition, element: Element) -> bool:
    """Whether control may begin here besides at the start events; each case of a process begins at
    one of those, a sub-process at its only one."""
    is_link = element.kind is Kind.CATCH_EVENT and element.event.trigger is Trigger.LINK
    begins_cases = element.scope is None and _is_triggered(element)
    if element.incoming or element.attached_to is not None or is_link or begins_cases:
        return False
    if element.for_compensation:
        return False
    beside = [one for one in definition.elements.values() if one.scope == element.scope]
    starts = [one for one in beside if one.kind is Kind.START_EVENT]
    plain = [one.id for one in starts if not _is_triggered(one)]
    return bool(starts) and element.id not in plain[:1]


def _is_triggered(element: Element) -> bool:
    return element.kind is Kind.START_EVENT and element.event.trigger is not Trigger.NONE


def _has_start(definition: ProcessDefinition) -> bool:
    elements = definition.elements.values()
    return any(one.kind is Kind.START_EVENT and one.scope is None for one in elements)


_WORDS: Final[Mapping[str, str]] = {
    "triggered_by_event": "an event sub-process",
    "for_compensation": "a compensation handler",
    "start_quantity": "startQuantity",
    "completion_quantity": "completionQuantity",
    "data_inputs": "a data input association",
    "data_outputs": "a data output association",
}
