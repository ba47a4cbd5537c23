"""Advance -> events: resolves offered work, and closes what the interpreter does not know of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from engine.core import events as ev
from engine.core.advance import Advance, Happening, WorkOffered
from engine.core.answers import Answers
from engine.core.decide.approval import interrupted
from engine.core.decide.assign import work_item_events
from engine.core.evolve import MANY, UNMOVED, closed, evolve, opened
from engine.core.evolve_approval import round_id_of
from engine.core.moves import NO_MOVES
from engine.core.state import InstanceState


def events_of(
    state: InstanceState,
    advance: Advance,
    now: datetime,
    answers: Answers,
    *,
    may_skip: bool = True,
) -> tuple[tuple[ev.Event, ...], InstanceState]:
    """The events that the advance means, in order, and the state after them."""
    if len(advance.happened) > MANY:
        events, state = _events_of(opened(state), advance, (now, answers, may_skip))
        return events, closed(state)
    return _events_of(state, advance, (now, answers, may_skip))


def _events_of(
    state: InstanceState, advance: Advance, asked: tuple[datetime, Answers, bool]
) -> tuple[tuple[ev.Event, ...], InstanceState]:
    now, answers, may_skip = asked
    events: list[ev.Event] = []
    raised = _by_token(state)
    for happening in advance.happened:
        if not state.incidents and type(happening) in UNMOVED:
            events.append(happening)  # type: ignore[arg-type] # only events are in UNMOVED
            continue
        if isinstance(happening, WorkOffered):
            found: Iterable[ev.Event] = work_item_events(
                state, happening, now, answers, may_skip=may_skip
            )
        else:
            found = _meaning(state, happening, raised)
        for event in found:
            state = evolve(state, state.id, event)
            events.append(event)
            if type(event) is ev.IncidentRaised:
                raised.setdefault(event.token, []).append(event.incident_id)
    return tuple(events), state


def _meaning(
    state: InstanceState, event: ev.Event, raised: Mapping[int, list[str]]
) -> Iterable[ev.Event]:
    """The event, with what ends with it that the interpreter does not know of."""
    if type(event) is ev.WorkItemCanceled:
        found: Iterable[ev.Event] = interrupted(state, event)
    elif state.incidents:
        found = (*_closed_first(state, event, raised), event)
    else:
        found = (event,)
    return found if state.moves is None else _with_extras(state, found)


def _by_token(state: InstanceState) -> dict[int, list[str]]:
    """The incidents that were raised at each token, so that its end need not look at all."""
    found: dict[int, list[str]] = {}
    for incident in state.incidents.values():
        found.setdefault(incident.token, []).append(incident.id)
    return found


def _closed_first(
    state: InstanceState, event: ev.Event, raised: Mapping[int, list[str]]
) -> Iterator[ev.Event]:
    """Incidents that deciders raised at an element end with the element, or with the case."""
    if isinstance(event, ev.ElementCanceled | ev.ElementCompleted):
        gone = [one for one in raised.get(event.token, ()) if one in state.incidents]
    elif isinstance(event, ev.InstanceCompleted):
        # What the case has sent (token 0) may still be delivered after its end.
        gone = [i.id for i in state.incidents.values() if i.token]
    elif isinstance(event, ev.InstanceTerminated):
        gone = list(state.incidents)
        yield from _undelivered(state)
    else:
        return
    for incident_id in gone:
        yield ev.IncidentResolved(incident_id=incident_id, by="engine")


def _with_extras(state: InstanceState, found: Iterable[ev.Event]) -> Iterator[ev.Event]:
    """What stands beside the flow ends with what it stands beside, or with the case."""
    for event in found:
        if isinstance(event, ev.InstanceCompleted | ev.InstanceTerminated):
            beside = (state.moves or NO_MOVES).extra
            yield from (ev.WorkItemCanceled(work_item_id=one) for one in beside)
        yield from with_answers(state, (event,))


def with_answers(state: InstanceState, events: tuple[ev.Event, ...]) -> tuple[ev.Event, ...]:
    """The events; with a work item that is cancelled goes the answer that it waited for."""
    returned = (state.moves or NO_MOVES).returned
    if not returned:
        return events
    found: list[ev.Event] = []
    for event in events:
        found.append(event)
        waits = returned.get(event.work_item_id) if type(event) is ev.WorkItemCanceled else None
        if waits is not None:
            found.append(ev.WorkItemCanceled(work_item_id=waits.to))
    return tuple(found)


def _undelivered(state: InstanceState) -> Iterator[ev.Event]:
    """Whoever ends a case by force gives up what it could not deliver."""
    for incident in state.incidents.values():
        job_id = incident.id.removesuffix("-i")
        if not incident.token and job_id in state.jobs:
            yield ev.JobCanceled(job_id=job_id)


def ended_by_error(state: InstanceState, advance: Advance, failed: ev.WorkItemFailed) -> Advance:
    """The error that a person threw stands where the interpreter only sees its work item end; the
    others of their round end with it."""
    task = round_id_of(failed.work_item_id)
    canceled = ev.WorkItemCanceled(work_item_id=task)
    instead = (failed, canceled) if task in state.approvals else (failed,)
    happened: list[Happening] = []
    for one in advance.happened:
        happened.extend(instead if one == canceled else (one,))
    return replace(advance, happened=tuple(happened))


def with_reason(event: ev.Event, reason: str) -> ev.Event:
    """InstanceTerminated gets the administrator's reason, which the interpreter does not know."""
    return replace(event, reason=reason) if isinstance(event, ev.InstanceTerminated) else event
