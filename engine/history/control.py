"""Says where control stood after any event of a case: a fold over the log, without an engine.

What waits outside says by ElementActivated that it is there. What waits at a gateway for others
says nothing: it is told from the flows that were taken and not gone on from yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from engine.core import events as ev
from engine.core.definition import (
    ACTIVITIES,
    SUB_PROCESSES,
    Bundle,
    DataKind,
    Element,
    Kind,
    ProcessDefinition,
    SequenceFlow,
    Trigger,
)


class Arrival(NamedTuple):
    """A token that came along a flow to an element and has not gone on."""

    element_id: str
    flow_id: str
    scope: int


class Active(NamedTuple):
    """An element between ElementActivated and its end."""

    element_id: str
    scope: int


class Control:
    """Where control stands while the events of one case are told in order."""

    def __init__(self, bundle: Bundle) -> None:
        definitions = (*bundle.called.values(), bundle.process)  # the case's own come first
        self._elements: dict[str, Element] = {}
        self._flows: dict[str, SequenceFlow] = {}
        for definition in definitions:
            self._elements |= definition.elements
            self._flows |= definition.flows
        self._interrupting = {
            one.scope
            for one in self._elements.values()
            if one.scope and one.kind is Kind.START_EVENT and one.interrupting
            if self._elements[one.scope].triggered_by_event
        }
        self._cancelling = {
            one.id
            for one in self._elements.values()
            if one.kind is Kind.END_EVENT and one.event.trigger is Trigger.CANCEL
        }
        self._with_data = {
            one.id
            for definition in definitions
            for one in definition.elements.values()
            if one.kind in ACTIVITIES and _has_data(definition, one)
        }
        self._active: dict[int, Active] = {}
        self._arrived: list[Arrival] = []
        self._stuck: dict[int, Active] = {}
        self._scope_of: dict[int, int] = {}
        self._incidents: dict[str, int] = {}

    def tell(self, event: ev.Event) -> None:
        """One more event."""
        told = _TOLD.get(type(event))
        if told is not None:
            told(self, event)

    def positions(self) -> Counter[str]:
        """Element -> how many tokens stand there."""
        around = self._around()
        found = Counter(
            one.element_id
            for token, one in self._active.items()
            if token not in around or token in self._incidents.values()
        )
        found.update(one.element_id for one in self._arrived)
        found.update(one.element_id for one in self._stuck.values())
        return found

    def flow(self, flow_id: str) -> SequenceFlow | None:
        """What a flow leads from and to."""
        return self._flows.get(flow_id)

    def element(self, element_id: str) -> Element | None:
        """What is modelled under this id."""
        return self._elements.get(element_id)

    def _around(self) -> set[int]:
        """The tokens for which others of their element stand, in a scope within theirs: of each
        repeated activity its turns or instances, of one with data of its own the activity itself
        (10.4.1), of one that is both the two one within the other."""
        found: set[int] = set()
        for element_id, scopes in self._scopes().items():
            with_data = element_id in self._with_data
            outer = {scope for scope in scopes.values() if with_data and scope in scopes}
            if self._elements[element_id].loop is not None:
                first = min(scopes)
                outer = {token for token, scope in scopes.items() if scope < first}
                outer |= {token for token, scope in scopes.items() if with_data and scope in outer}
            found |= outer
        return found

    def _scopes(self) -> dict[str, dict[int, int]]:
        """Of each activity that is repeated or has data its tokens, with their scopes."""
        found: dict[str, dict[int, int]] = {}
        for token, one in self._active.items():
            element = self._elements.get(one.element_id)
            if element and (element.loop is not None or element.id in self._with_data):
                found.setdefault(element.id, {})[token] = one.scope
        return found

    # -- one event ----------------------------------------------------------------------------

    def _took(self, event: ev.FlowTaken) -> None:
        self._stuck.pop(event.token, None)
        flow = self._flows.get(event.flow_id)
        if flow is not None:
            scope = self._scope_of.get(event.token, 0)
            self._arrived.append(Arrival(flow.target, event.flow_id, scope))

    def _passed(self, event: ev.ElementPassed) -> None:
        self._scope_of[event.token] = event.scope
        self._stuck.pop(event.token, None)
        self._goes_on(event.element_id, event.scope)
        if event.element_id in self._cancelling:
            self._empty(event.scope)

    def _activated(self, event: ev.ElementActivated) -> None:
        self._scope_of[event.token] = event.scope
        if event.token not in self._active:
            self._goes_on(event.element_id, event.scope)
        if event.element_id in self._interrupting:
            self._empty(event.scope)
        self._active[event.token] = Active(event.element_id, event.scope)

    def _completed(self, event: ev.ElementCompleted) -> None:
        self._over(event.token)

    def _canceled(self, event: ev.ElementCanceled) -> None:
        self._over(event.token)

    def _over(self, token: int) -> None:
        self._active.pop(token, None)
        self._stuck.pop(token, None)
        self._empty(token)

    def _empty(self, scope: int) -> None:
        """What waited at gateways in this scope, or within it, waits no more."""
        if self._arrived:
            self._arrived = [one for one in self._arrived if not self._is_in(one.scope, scope)]

    def _is_in(self, scope: int, around: int) -> bool:
        while scope and scope != around:
            scope = self._scope_of.get(scope, 0)
        return scope == around

    def _raised(self, event: ev.IncidentRaised) -> None:
        """Control that is stuck as it leaves an element still stands there."""
        self._incidents[event.incident_id] = event.token
        here = any(one.element_id == event.element_id for one in self._arrived)
        if event.token and event.token not in self._active and not here:
            scope = self._scope_of.get(event.token, 0)
            self._stuck[event.token] = Active(event.element_id, scope)

    def _resolved(self, event: ev.IncidentResolved) -> None:
        self._incidents.pop(event.incident_id, None)

    def _moved(self, event: ev.ControlMoved) -> None:
        gone = set(event.canceled)
        self._arrived = [one for one in self._arrived if one.element_id not in gone]
        self._stuck = {t: one for t, one in self._stuck.items() if one.element_id not in gone}
        for flow_id in event.restored:
            flow = self._flows.get(flow_id)
            if flow is not None:
                self._arrived.append(Arrival(flow.target, flow_id, event.scope))

    def _ended(self, event: ev.Event) -> None:
        self._active, self._arrived, self._stuck = {}, [], {}

    # -- who goes on --------------------------------------------------------------------------

    def _goes_on(self, element_id: str, scope: int) -> None:
        """Takes away the tokens that became the one that goes on."""
        here = [one for one in self._arrived if one[::2] == (element_id, scope)]
        if not here:
            return
        element = self._elements.get(element_id)
        for one in _used_up(element, here):
            self._arrived.remove(one)


def _has_data(definition: ProcessDefinition, element: Element) -> bool:
    """Whether the activity has a scope around it for its data; the properties of a sub-process
    are in its own scope."""
    kinds = {DataKind.INPUT, DataKind.OUTPUT}
    kinds |= set() if element.kind in SUB_PROCESSES else {DataKind.PROPERTY}
    items = definition.data.values()
    own = any(one.scope == element.id and one.kind in kinds for one in items)
    return own or bool(element.data_inputs or element.data_outputs)


def _used_up(element: Element | None, here: list[Arrival]) -> list[Arrival]:
    if element is None:
        return here[:1]
    if element.kind in _JOINS and len(element.incoming) > 1:
        first = {one.flow_id: one for one in reversed(here)}
        return list(first.values())
    return here[: element.start_quantity]


_JOINS: Final = frozenset({Kind.PARALLEL_GATEWAY, Kind.INCLUSIVE_GATEWAY, Kind.COMPLEX_GATEWAY})

_TOLD: Final[Mapping[type[ev.Event], Callable[[Control, Any], None]]] = {
    ev.FlowTaken: Control._took,
    ev.ElementPassed: Control._passed,
    ev.ElementActivated: Control._activated,
    ev.ElementCompleted: Control._completed,
    ev.ElementCanceled: Control._canceled,
    ev.IncidentRaised: Control._raised,
    ev.IncidentResolved: Control._resolved,
    ev.ControlMoved: Control._moved,
    ev.InstanceCompleted: Control._ended,
    ev.InstanceTerminated: Control._ended,
}


def after(bundle: Bundle, events: Iterable[ev.Event]) -> Counter[str]:
    """Where control stands after these events, from the first of the case on."""
    control = Control(bundle)
    for event in events:
        control.tell(event)
    return control.positions()
