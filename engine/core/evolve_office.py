"""Events about how pressing work is -> state: pure and total, part of core.evolve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from engine.core.events.absence import DueMoved
from engine.core.events.office import PriorityChanged
from engine.core.evolve_approval import round_id_of
from engine.core.state import InstanceState


def _pressing(state: InstanceState, event: PriorityChanged) -> InstanceState:
    """Whoever is asked later in the same round is asked as urgently."""
    item = replace(state.work_items[event.work_item_id], priority=event.priority)
    state = replace(state, work_items={**state.work_items, item.id: item})
    found = state.approvals.get(round_id_of(item.id)) if state.approvals else None
    if found is None:
        return state
    changed = replace(found, work=replace(found.work, priority=event.priority))
    return replace(state, approvals={**state.approvals, found.id: changed})


def _due_moved(state: InstanceState, event: DueMoved) -> InstanceState:
    item = replace(state.work_items[event.work_item_id], due_at=event.due_at)
    return replace(state, work_items={**state.work_items, item.id: item})


APPLIERS: Final[Mapping[tuple[str, int], Callable[[InstanceState, Any], InstanceState]]] = {
    ("PriorityChanged", 1): _pressing,
    ("DueMoved", 1): _due_moved,
}
