"""The operations on projection tables: what each kind is called, and its values in order.

The SQL stores compile one statement per kind, the memory store has one function per kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple


class Operation(NamedTuple):
    """One change of one projection table."""

    kind: str
    values: tuple[Any, ...]


KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "work_item.put": (
        "id", "instance_id", "process", "element_id", "name", "name_en", "form_id", "state",
        "assignee", "candidates", "excluded", "created_at", "due_at", "priority", "ended_at",
        "ended_by", "reason_zh", "reason_en",
    ),
    "work_item.offer": (
        "candidates", "excluded", "assignee", "state", "reason_zh", "reason_en", "key_id",
    ),
    "work_item.take": ("assignee", "state", "key_id"),
    "work_item.reopen": ("assignee", "state", "due_at", "key_id"),
    "work_item.deadline": ("deadline_at", "key_id"),
    "work_item.follow_up": ("follow_up_at", "follow_up_by", "key_id"),
    "work_item.due": ("due_at", "key_id"),
    "work_item.priority": ("priority", "key_id"),
    "work_item.end": ("state", "ended_at", "ended_by", "key_id"),
    "inbox.put": (
        "principal", "created_at", "work_item_id", "assigned", "due_at", "excluded",
        "instance_id", "alone", "process", "initiator", "department", "priority",
    ),
    "inbox.copy": (
        "principal", "assigned", "alone", "process", "initiator", "department", "key_id",
    ),
    "inbox.follow_up": ("follow_up_at", "key_instance_id", "key_work_item_id"),
    "inbox.due": ("due_at", "key_instance_id", "key_work_item_id"),
    "inbox.priority": ("priority", "key_instance_id", "key_work_item_id"),
    "inbox.drop": ("key_instance_id", "key_work_item_id"),
    "participation.add": ("login", "started_at", "instance_id"),
    "case_value.put": ("instance_id", "name", "value"),
    "case_value.drop": ("key_instance_id", "key_name"),
    "copy.add": ("login", "started_at", "instance_id", "at", "by", "note", "read_at"),
    "copy.read": ("read_at", "key_login", "key_started_at", "key_instance_id"),
    "case_counter.add": ("counter", "last"),
    "case_counter.change": ("last", "key_counter", "key_last"),
    "search_text.add": ("id", "instance_id", "kind", "text", "grams"),
    "search_text.drop": ("key_id",),
    "timer.put": ("id", "instance_id", "due_at"),
    "timer.drop": ("key_id",),
    "job.put": (
        "id", "instance_id", "kind", "name", "element_id", "inputs", "correlation_key", "due_at",
        "attempt",
    ),
    "job.retry": ("due_at", "attempt", "key_id"),
    "job.due": ("due_at", "key_id"),
    "job.drop": ("key_id",),
    "subscription.put": ("id", "instance_id", "message", "correlation_key", "kind", "since"),
    "subscription.drop": ("key_id",),
    "message.add": (
        "id", "version", "head", "kind", "name", "correlation_key", "data", "published_by",
        "published_at", "expires_at", "status", "ended_at", "instance_id",
    ),
    "message.take": ("status", "ended_at", "instance_id", "key_id", "key_status"),
    "message.end": ("version", "head", "status", "ended_at", "key_id", "key_status"),
    "substitution.add": (
        "id", "person", "substitute", "begins_at", "ends_at", "processes", "made_by", "made_at",
        "ended_by", "ended_at",
    ),
    "substitution.end": ("ended_by", "ended_at", "key_id"),
    "absence.add": (
        "id", "person", "begins_at", "ends_at", "reason", "made_by", "made_at", "ended_by",
        "ended_at",
    ),
    "absence.end": ("ended_by", "ended_at", "key_id"),
    "reading.add": ("id", "instance_id", "login", "what", "at"),
    "incident.put": (
        "id", "instance_id", "element_id", "kind", "zh", "en", "raised_at", "resolved_at",
        "resolved_by",
    ),
    "incident.resolve": ("resolved_at", "resolved_by", "key_id"),
    "register.add": ("register", "key", "version", "data", "instance_id"),
    "register.change": (
        "version", "data", "instance_id", "key_register", "key_key", "key_version",
    ),
}  # fmt: skip

INSTANCE: Final = "process_instance.put"
"""The case's own row, all columns; appends write it themselves, under the version check."""

SHARED_KINDS: Final = frozenset(
    {
        "register.add",
        "register.change",
        "message.add",
        "message.take",
        "message.end",
        "case_counter.add",
        "case_counter.change",
    }
)
"""On rows that several streams of the log change: they must find what they expect, else the whole
unit is in conflict."""
