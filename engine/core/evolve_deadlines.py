"""Events about deadlines -> state: one applier per (event type, version), pure and total."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, cast

from engine.core.deadlines import Pending
from engine.core.events import deadlines as ev
from engine.core.state import InstanceState, WorkItem


def _changed(state: InstanceState, item: WorkItem, pending: Pending | None) -> InstanceState:
    changed = replace(item, deadlines=pending)
    return replace(state, work_items={**state.work_items, item.id: changed})


def _set(state: InstanceState, event: ev.DeadlinesSet) -> InstanceState:
    moments = tuple((kind, cast("datetime", at)) for kind, at in event.moments)
    pending = Pending(moments=moments, action=event.action, data=event.data)
    return _changed(state, state.work_items[event.work_item_id], pending)


def _passed(state: InstanceState, event: ev.DeadlinePassed) -> InstanceState:
    item = state.work_items[event.work_item_id]
    pending = item.deadlines
    if pending is None or len(pending.moments) < 2:
        return _changed(state, item, None)
    return _changed(state, item, replace(pending, moments=pending.moments[1:]))


APPLIERS: Final[Mapping[tuple[str, int], Callable[[InstanceState, Any], InstanceState]]] = {
    ("DeadlinesSet", 1): _set,
    ("DeadlinePassed", 1): _passed,
}
