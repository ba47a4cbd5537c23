"""Events about how an office deals with its work -> operations on the tables."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core import events as ev
from engine.store.facts import Facts, micros, micros_or_none
from engine.store.operations import Operation


def follow_up_set(event: ev.FollowUpSet, facts: Facts) -> Iterator[Operation]:
    """On the work item with whose date it is; in the inbox, where it is sorted and filtered by."""
    until = micros_or_none(event.until)
    yield Operation("work_item.follow_up", (until, event.by, event.work_item_id))
    at = micros(event.until) if event.until is not None else 0
    yield Operation("inbox.follow_up", (at, facts.instance_id, event.work_item_id))


def due_moved(event: ev.DueMoved, facts: Facts) -> Iterator[Operation]:
    due = micros(event.due_at)
    yield Operation("work_item.due", (due, event.work_item_id))
    yield Operation("inbox.due", (due, facts.instance_id, event.work_item_id))


def priority_changed(event: ev.PriorityChanged, facts: Facts) -> Iterator[Operation]:
    yield Operation("work_item.priority", (event.priority, event.work_item_id))
    yield Operation("inbox.priority", (event.priority, facts.instance_id, event.work_item_id))
