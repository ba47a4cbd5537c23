"""How a case stands or ended, in one word with the reason, for programs that drive it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from api import show
from api.auth import Visit
from api.progress import positions_of
from api.reading import case_of, incidents_seen
from api.schemas.cases import Incident
from api.schemas.work import Outcome
from engine.codec import decode_event
from engine.core.definition import Kind
from engine.core.events import ElementPassed, InstanceTerminated
from engine.core.state import IncidentKind, InstanceStatus
from engine.errors import Text
from engine.handlers.case import LiveInstance
from engine.outcome import outcome_of

_STOPPED: Final = (
    InstanceStatus.TERMINATED,
    InstanceStatus.WITHDRAWN,
    InstanceStatus.REJECTED,
)
_PASSED: Final = ElementPassed.__name__


def outcome(visit: Visit) -> Outcome:
    """`error` is a modelled error that nothing caught, `incident` any other that needs a person."""
    house, view = visit.house, case_of(visit)
    store, live = house.runtime.store, house.runtime.live(view.id)
    stuck = store.incidents(instance_id=view.id)
    told = incidents_seen(visit, view.id, stuck)
    said = _reason(visit, told)
    items = store.work_items_of(view.id)
    return Outcome(
        instance_id=view.id,
        outcome=outcome_of(view.status, stuck),
        zh=said.zh,
        en=said.en,
        end_events=show.end_events(house, replace(view, end_events=_reached(visit, live))),
        incidents=told,
        positions=positions_of(live),
        open_work_items=show.work_items(house, (one for one in items if one.ended_at is None)),
    )


def _reached(visit: Visit, live: LiveInstance) -> tuple[str, ...]:
    """The end events that the case has reached so far, each once, in order."""
    view = case_of(visit)
    if view.status != InstanceStatus.ACTIVE:
        return view.end_events
    elements = live.case.bundle.process.elements
    ends = {one.id for one in elements.values() if one.kind is Kind.END_EVENT and not one.scope}
    rows = visit.house.runtime.store.rows(view.id)
    passed = [decode_event(row.type, row.body) for row in rows if row.type == _PASSED]
    found = (getattr(event, "element_id", "") for event in passed)
    return tuple(dict.fromkeys(one for one in found if one in ends))


def _reason(visit: Visit, stuck: list[Incident]) -> Text:
    """Of what is stuck, or why the case was terminated; nothing to say otherwise."""
    view = case_of(visit)
    if view.status in _STOPPED:
        for row in reversed(visit.house.runtime.store.rows(view.id)):
            if row.type == InstanceTerminated.__name__:
                event = decode_event(row.type, row.body)
                reason = getattr(event, "reason", "")
                return Text(zh=reason, en=reason)
    errors = [one for one in stuck if one.kind == IncidentKind.UNCAUGHT_ERROR]
    told = errors or stuck
    return Text(zh="；".join(one.zh for one in told), en="; ".join(one.en for one in told))
