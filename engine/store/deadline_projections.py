"""Events about deadlines -> when the worker has to look at a work item next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from engine.core import events as ev
from engine.core.state import WorkItem
from engine.store import deadline_tables as deadline_tables  # noqa: PLC0414 -- adds the column
from engine.store.facts import Facts, micros
from engine.store.operations import Operation


def deadlines_set(event: ev.DeadlinesSet, facts: Facts) -> Iterator[Operation]:
    """The earliest of them."""
    _, at = event.moments[0]
    yield Operation("work_item.deadline", (micros(cast("datetime", at)), event.work_item_id))


def clock_stops(work_item_id: str) -> Operation:
    """Nothing of the work item is due until its clock goes on."""
    return Operation("work_item.deadline", (None, work_item_id))


def clock_goes_on(item: WorkItem) -> Iterator[Operation]:
    """Its deadlines are as the state has them."""
    if item.deadlines is not None:
        yield Operation("work_item.deadline", (micros(item.deadlines.moments[0][1]), item.id))


def deadline_passed(event: ev.DeadlinePassed, facts: Facts) -> Iterator[Operation]:
    """The one after it; what ended by it needs none."""
    item = facts.state.work_items.get(event.work_item_id)
    pending = item.deadlines if item is not None else None
    following = micros(pending.moments[0][1]) if pending is not None else None
    yield Operation("work_item.deadline", (following, event.work_item_id))
