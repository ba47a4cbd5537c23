"""What of a process SpiffWorkflow cannot be asked about, and where a case comes to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.core.definition import Element, Kind, ProcessDefinition, Trigger
from engine.errors import Finding, Text

Reasons = Mapping[str | None, Text]
"""By element that a case enters, why there is no witness from there on; None: at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing that has no witness. It matters to the cases that enter the element `at`; None
    stands for the process as a whole."""

    at: str | None
    finding: Finding


def gap(element: Element, zh: str, en: str, at: str | None) -> Gap:
    """The gap at an element because of what `zh` and `en` say."""
    name = element.name or element.id
    finding = Finding(
        rule="no-witness",
        severity="error",
        text=Text(zh=f"“{name}”：无旁证：{zh}", en=f"{element.id}: no witness: {en}"),
        element_id=element.id,
        line=element.line or None,
    )
    return Gap(at=at, finding=finding)


def entered_at(definition: ProcessDefinition, element: Element) -> str | None:
    """The element that a case enters before this one has any part in it.

    A boundary event has from the start of its activity, an event behind an event-based gateway
    from the gateway on, an event sub-process from the start of what it is in. What compensates
    has none until a compensation is thrown.
    """
    if element.for_compensation or element.event.trigger is Trigger.COMPENSATION:
        return element.id
    if element.attached_to is not None:
        return element.attached_to
    if element.triggered_by_event:
        return element.scope
    for flow in element.incoming:
        source = definition.elements[definition.flows[flow].source]
        if source.kind is Kind.EVENT_BASED_GATEWAY:
            return source.id
    return element.id


def reasons_of(
    definitions: Mapping[str, ProcessDefinition], gaps: Mapping[str, Iterable[Gap]]
) -> Mapping[str, Reasons]:
    """By process, where its cases have no witness. A call leads to what its process has as a
    whole."""
    found = {key: _of_process(key, of_one) for key, of_one in gaps.items()}
    as_a_whole = {key: places[None] for key, places in found.items() if None in places}
    for key, definition in definitions.items():
        for element in definition.elements.values():
            called = element.called_name if element.kind is Kind.CALL_ACTIVITY else None
            if called in as_a_whole:
                found[key].setdefault(element.id, as_a_whole[called])
    return found


def _of_process(key: str, gaps: Iterable[Gap]) -> dict[str | None, Text]:
    found: dict[str | None, Text] = {}
    for one in gaps:
        text = one.finding.text
        for at in {one.at, one.finding.element_id}:
            known = found.get(at)
            found[at] = Text(
                zh=f"{known.zh}；{text.zh}" if known else f"流程 {key}：{text.zh}",
                en=f"{known.en}; {text.en}" if known else f"process {key}: {text.en}",
            )
    return found
