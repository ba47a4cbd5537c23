"""Alters process definitions: takes elements and flows out, lets elements do nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from engine.core.definition import (
    SUB_PROCESSES,
    Element,
    EventDefinition,
    Expression,
    Kind,
    ProcessDefinition,
)


def altered(process: ProcessDefinition, element: Element) -> ProcessDefinition:
    """With this element instead of the one of its id."""
    return replace(process, elements={**process.elements, element.id: element})


def without(process: ProcessDefinition, element_id: str) -> ProcessDefinition:
    """Without an element, what is inside it or attached to it, and the flows to and from these."""
    gone = {element_id}
    while more := {
        one.id
        for one in process.elements.values()
        if one.id not in gone and (one.scope in gone or one.attached_to in gone)
    }:
        gone |= more
    flows = [one.id for one in process.flows.values() if {one.source, one.target} & gone]
    left = {name: one for name, one in process.elements.items() if name not in gone}
    return without_flows(replace(process, elements=left), flows)


def without_flows(process: ProcessDefinition, flows: Collection[str]) -> ProcessDefinition:
    """Without these flows; a default that is one of them is no default any more."""
    elements = {
        one.id: replace(
            one,
            incoming=tuple(flow for flow in one.incoming if flow not in flows),
            outgoing=tuple(flow for flow in one.outgoing if flow not in flows),
            default_flow=None if one.default_flow in flows else one.default_flow,
        )
        for one in process.elements.values()
    }
    left = {name: flow for name, flow in process.flows.items() if name not in flows}
    return replace(process, elements=elements, flows=left)


def conditioned(process: ProcessDefinition, flow_id: str, condition: str) -> ProcessDefinition:
    """With this condition at a flow."""
    flow = process.flows[flow_id]
    changed = replace(flow, condition=Expression(text=condition, line=flow.line))
    return replace(process, flows={**process.flows, flow_id: changed})


def bypassed(process: ProcessDefinition, element_id: str) -> ProcessDefinition:
    """With an activity or event that does nothing: control goes through it at once."""
    element = process.elements[element_id]
    inner = [one.id for one in process.elements.values() if one.scope == element_id]
    if element.kind in SUB_PROCESSES:
        for one in inner:
            process = without(process, one) if one in process.elements else process
    return altered(process, _idle(process.elements[element_id]))


def _idle(element: Element) -> Element:
    """An abstract task in its place (BPMN 2.0.2, 10.3.3); what ends there ends without a trace."""
    kind = Kind.THROW_EVENT if element.kind is Kind.END_EVENT else Kind.TASK
    return Element(
        id=element.id,
        kind=kind,
        name=element.name,
        name_en=element.name_en,
        line=element.line,
        scope=element.scope,
        lane=element.lane,
        clauses=element.clauses,
        incoming=element.incoming,
        outgoing=element.outgoing,
        default_flow=element.default_flow,
        event=EventDefinition(),
        multi_merge=element.multi_merge,
    )
