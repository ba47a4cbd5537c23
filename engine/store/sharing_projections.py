"""Events by which a case is found, counted and shown to others -> operations on their tables."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core import events as ev
from engine.store.facts import Facts, micros
from engine.store.operations import Operation
from engine.store.searching import found_by, no_longer_found_by
from engine.store.sortable import sortable


def variables_changed(event: ev.VariablesChanged, facts: Facts) -> Iterator[Operation]:
    """Values of the case itself that its process has declared searchable."""
    if event.scope or not facts.state.searchable:
        return
    for name in facts.state.searchable:
        if name in event.new:
            value = sortable(event.new[name])
            if value is None:
                yield Operation("case_value.drop", (facts.instance_id, name))
            else:
                yield Operation("case_value.put", (facts.instance_id, name, value))


def counted(event: ev.CaseDescribed) -> Operation:
    """The next number of a counter, which only one case gets."""
    if event.sequence == 1:
        return Operation("case_counter.add", (event.counter, 1))
    values = (event.sequence, event.counter, event.sequence - 1)
    return Operation("case_counter.change", values)


def case_described(event: ev.CaseDescribed, facts: Facts) -> Iterator[Operation]:
    if event.counter:
        yield counted(event)


def instance_copied(event: ev.InstanceCopied, facts: Facts) -> Iterator[Operation]:
    for login in event.to:
        key = (login, facts.started_at, facts.instance_id)
        yield Operation("copy.add", (*key, micros(event.at), event.by, event.note, None))


def copy_read(event: ev.CopyRead, facts: Facts) -> Iterator[Operation]:
    yield Operation("copy.read", (micros(event.at), event.by, facts.started_at, facts.instance_id))


def comment_added(event: ev.CommentAdded, facts: Facts) -> Iterator[Operation]:
    """The case is found by what was said in it."""
    yield found_by(facts.instance_id, "comment", event.comment_id, event.text)


def comment_withdrawn(event: ev.CommentWithdrawn, facts: Facts) -> Iterator[Operation]:
    """And no longer when it was taken back."""
    yield no_longer_found_by(facts.instance_id, "comment", event.comment_id)
