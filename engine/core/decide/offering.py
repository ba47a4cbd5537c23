"""What goes with the work items that a user task begins with: their deadlines."""

from __future__ import annotations

from collections.abc import Iterable

from engine.core.deadlines import Pending
from engine.core.events import DeadlinesSet, Event, WorkItemCreated


def with_deadlines(events: Iterable[Event], pending: Pending) -> tuple[Event, ...]:
    """The deadlines of a user task are those of each work item that it begins with."""
    found: list[Event] = []
    for event in events:
        found.append(event)
        if isinstance(event, WorkItemCreated):
            found.append(
                DeadlinesSet(
                    work_item_id=event.work_item_id,
                    moments=pending.moments,
                    action=pending.action,
                    data=pending.data,
                )
            )
    return tuple(found)
