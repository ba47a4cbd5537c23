"""Advance -> events: resolves offered work, and closes what the interpreter does not know of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from engine.core import events as ev
from engine.core.advance import Advance, Happening, WorkOffered
from engine.core.answers import Answers
from engine.core.decide.assign import work_item_events
from engine.core.evolve import UNMOVED, evolve
from engine.core.state import InstanceState


def events_of(
    state: InstanceState, advance: Advance, now: datetime, answers: Answers
) -> tuple[tuple[ev.Event, ...], InstanceState]:
    """The events that the advance means, in order, and the state after them."""
    events: list[ev.Event] = []
    for happening in advance.happened:
        if not state.incidents and type(happening) in UNMOVED:
            events.append(happening)  # type: ignore[arg-type] # only events are in UNMOVED
            continue
        for event in _events(state, happening, now, answers):
            state = evolve(state, state.id, event)
            events.append(event)
    return tuple(events), state


def _events(
    state: InstanceState, happening: Happening, now: datetime, answers: Answers
) -> Iterable[ev.Event]:
    if isinstance(happening, WorkOffered):
        return work_item_events(state, happening, now, answers)
    if not state.incidents:
        return (happening,)
    return (*_closed_first(state, happening), happening)


def _closed_first(state: InstanceState, event: ev.Event) -> Iterator[ev.Event]:
    """Incidents that deciders raised at an element end with the element, or with the case."""
    if isinstance(event, ev.ElementCanceled | ev.ElementCompleted):
        gone = [i.id for i in state.incidents.values() if i.token == event.token]
    elif isinstance(event, ev.InstanceCompleted | ev.InstanceTerminated):
        gone = list(state.incidents)
    else:
        return
    for incident_id in gone:
        yield ev.IncidentResolved(incident_id=incident_id, by="engine")


def with_reason(event: ev.Event, reason: str) -> ev.Event:
    """InstanceTerminated gets the administrator's reason, which the interpreter does not know."""
    return replace(event, reason=reason) if isinstance(event, ev.InstanceTerminated) else event
