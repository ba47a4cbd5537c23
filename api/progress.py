"""Tells where a case stands in its diagrams, and what of each it has been through."""

from __future__ import annotations

from collections.abc import Iterable

from api.schemas.cases import Position, Progress
from engine.core import events as ev
from engine.core.definition import Kind, ProcessDefinition
from engine.handlers.case import LiveInstance
from engine.history.places import Places


def positions_of(live: LiveInstance) -> list[Position]:
    """Where control stands, in token order."""
    return [
        Position(process=live.process_of(token), element_id=element, token=token)
        for element, token in live.positions()
    ]


def progress(live: LiveInstance, events: Iterable[ev.Event]) -> Progress:
    """How far the case has come by what has happened, process by process."""
    bundle = live.case.bundle
    places, own = Places(bundle), bundle.process.key
    flows: dict[str, dict[str, None]] = {}
    done: dict[str, dict[str, None]] = {}
    for event in events:
        places.tell(event)
        key = places.process_of(event) or own
        if isinstance(event, ev.FlowTaken):
            flows.setdefault(key, {})[event.flow_id] = None
        elif isinstance(event, ev.ElementCompleted | ev.ElementPassed):
            done.setdefault(key, {})[event.element_id] = None
    return Progress(
        positions=positions_of(live),
        beside=_beside(live),
        taken_flows={key: list(one) for key, one in flows.items()},
        done_elements={key: list(one) for key, one in done.items()},
    )


def _beside(live: LiveInstance) -> dict[str, list[str]]:
    moves, items = live.state.moves, live.state.work_items
    extra = moves.extra if moves is not None else ()
    found: dict[str, dict[str, None]] = {}
    for item in (items[one] for one in extra if one in items):
        found.setdefault(item.process, {})[item.element_id] = None
    return {key: list(one) for key, one in found.items()}


def calls_in(process: ProcessDefinition) -> dict[str, str]:
    """Call activity -> what it calls, as a bundle names it."""
    return {
        one.id: one.called_name
        for one in process.elements.values()
        if one.kind is Kind.CALL_ACTIVITY
    }
