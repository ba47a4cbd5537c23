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
    Trigger,
)
from engine.history.places import Places, Spot


class Arrival(NamedTuple):
    """A token that came along a flow to an element and has not gone on."""

    spot: Spot
    flow_id: str
    scope: int


class Active(NamedTuple):
    """An element between ElementActivated and its end."""

    spot: Spot
    scope: int


class Control:
    """Where control stands while the events of one case are told in order."""

    def __init__(self, bundle: Bundle) -> None:
        self.places = Places(bundle)
        processes = {"": bundle.process, **bundle.called}
        self._interrupting: set[Spot] = set()
        self._cancelling: set[Spot] = set()
        self._with_data: set[Spot] = set()
        for key, one in processes.items():
            self._know(key, one)
        self._active: dict[int, Active] = {}
        self._arrived: list[Arrival] = []
        self._stuck: dict[int, Active] = {}
        self._scope_of: dict[int, int] = {}
        self._incidents: dict[str, int] = {}

    def _know(self, key: str, process: ProcessDefinition) -> None:
        """What of a process matters to where control stands."""
        for one in process.elements.values():
            around = process.elements.get(one.scope) if one.scope else None
            if one.kind is Kind.START_EVENT and one.interrupting:
                if around is not None and around.triggered_by_event:
                    self._interrupting.add((key, around.id))
            elif one.kind is Kind.END_EVENT and one.event.trigger is Trigger.CANCEL:
                self._cancelling.add((key, one.id))
            elif one.kind in ACTIVITIES and _has_data(process, one):
                self._with_data.add((key, one.id))

    def tell(self, event: ev.Event) -> None:
        """One more event."""
        self.places.tell(event)
        told = _TOLD.get(type(event))
        if told is not None:
            told(self, event)

    def positions(self) -> Counter[Spot]:
        """Where tokens stand, and how many."""
        around = self._around()
        found = Counter(
            one.spot
            for token, one in self._active.items()
            if token not in around or token in self._incidents.values()
        )
        found.update(one.spot for one in self._arrived)
        found.update(one.spot for one in self._stuck.values())
        return found

    def _around(self) -> set[int]:
        """The tokens for which others of their element stand, in a scope within theirs: of each
        repeated activity its turns or instances, of one with data of its own the activity itself
        (10.4.1), of one that is both the two one within the other."""
        found: set[int] = set()
        for spot, scopes in self._scopes().items():
            element, with_data = self.places.element(spot), spot in self._with_data
            outer = {scope for scope in scopes.values() if with_data and scope in scopes}
            if element is not None and element.loop is not None:
                first = min(scopes)
                outer = {token for token, scope in scopes.items() if scope < first}
                outer |= {token for token, scope in scopes.items() if with_data and scope in outer}
            found |= outer
        return found

    def _scopes(self) -> dict[Spot, dict[int, int]]:
        """Of each activity that is repeated or has data its tokens, with their scopes."""
        found: dict[Spot, dict[int, int]] = {}
        for token, one in self._active.items():
            element = self.places.element(one.spot)
            if element and (element.loop is not None or one.spot in self._with_data):
                found.setdefault(one.spot, {})[token] = one.scope
        return found

    # -- one event ----------------------------------------------------------------------------

    def _took(self, event: ev.FlowTaken) -> None:
        self._stuck.pop(event.token, None)
        scope = self._scope_of.get(event.token, 0)
        self._arrives(self.places.process_of(event), event.flow_id, scope)

    def _arrives(self, key: str, flow_id: str, scope: int) -> None:
        flow = self.places.flow(key, flow_id)
        if flow is not None:
            self._arrived.append(Arrival((key, flow.target), flow_id, scope))

    def _passed(self, event: ev.ElementPassed) -> None:
        self._scope_of[event.token] = event.scope
        self._stuck.pop(event.token, None)
        spot = self._spot(event, event.element_id)
        self._goes_on(spot, event.scope)
        if spot in self._cancelling:
            self._empty(event.scope)

    def _activated(self, event: ev.ElementActivated) -> None:
        self._scope_of[event.token] = event.scope
        spot = self._spot(event, event.element_id)
        if event.token not in self._active:
            self._goes_on(spot, event.scope)
        if spot in self._interrupting:
            self._empty(event.scope)
        self._active[event.token] = Active(spot, event.scope)

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
        spot = self._spot(event, event.element_id)
        here = any(one.spot == spot for one in self._arrived)
        if event.token and event.token not in self._active and not here:
            self._stuck[event.token] = Active(spot, self._scope_of.get(event.token, 0))

    def _resolved(self, event: ev.IncidentResolved) -> None:
        self._incidents.pop(event.incident_id, None)

    def _moved(self, event: ev.ControlMoved) -> None:
        """What is left, and the joins that keep their tokens, are in the scope of the move or
        within it."""
        gone, scope = set(event.canceled), event.scope
        self._arrived = [
            one
            for one in self._arrived
            if one.spot[1] not in gone or not self._is_in(one.scope, scope)
        ]
        self._stuck = {t: one for t, one in self._stuck.items() if one.spot[1] not in gone}
        key = self.places.process_of(event)
        for flow_id in event.restored:
            self._arrives(self.places.with_flow(key, flow_id), flow_id, scope)

    def _ended(self, event: ev.Event) -> None:
        self._active, self._arrived, self._stuck = {}, [], {}

    # -- who goes on --------------------------------------------------------------------------

    def _spot(self, event: ev.Event, element_id: str) -> Spot:
        return self.places.process_of(event), element_id

    def _goes_on(self, spot: Spot, scope: int) -> None:
        """Takes away the tokens that became the one that goes on."""
        here = [one for one in self._arrived if one[::2] == (spot, scope)]
        if not here:
            return
        for one in _used_up(self.places.element(spot), here):
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


def after(bundle: Bundle, events: Iterable[ev.Event]) -> Counter[Spot]:
    """Where control stands after these events, from the first of the case on."""
    control = Control(bundle)
    for event in events:
        control.tell(event)
    return control.positions()
