"""Distinct types for identifiers, so that one kind is never passed for another."""

from __future__ import annotations

from typing import Final, NewType

InstanceId = NewType("InstanceId", str)
CommandId = NewType("CommandId", str)
WorkItemId = NewType("WorkItemId", str)
"""`<instance id>-<token>`: deterministic, so that re-execution yields the same bytes."""

TimerId = NewType("TimerId", str)
JobId = NewType("JobId", str)
IncidentId = NewType("IncidentId", str)
SubscriptionId = NewType("SubscriptionId", str)
"""Timers, jobs, incidents and subscriptions are `<instance id>-<letter><token>`: t, j, i, s."""

UserId = NewType("UserId", str)
"""The login, stable for ever: history cites it."""

Principal = NewType("Principal", str)
"""Who work can be offered to: `user:<login>`, `role:<role id>` or `group:<group id>`."""

Digest = NewType("Digest", str)
"""`sha256:<64 hex digits>` of the bytes of a deployed file."""

Token = NewType("Token", int)
"""One position of control in one instance, counted from 1; never reused in that instance."""


def user_principal(user: str) -> Principal:
    """The principal that means exactly this person."""
    return Principal(f"user:{user}")


ORGANISATION_STREAM: Final = "organisation:"
"""Begins the ids of the streams of the log that hold the organisation's changes."""


SUBSTITUTION_STREAM: Final = "substitution:"
READING_STREAM: Final = "reading:"
"""Begin the ids of the streams that hold one substitution, and one reading of a case."""

ABSENCE_STREAM: Final = "absence:"
"""Begins the ids of the streams that hold one absence of a person."""

CLAUSE_STREAM: Final = "clause:"
"""Begins the ids of the streams that hold one mark of an element that cites an edited clause."""


def role_principal(role: str) -> Principal:
    """The principal that means whoever holds this role when asked."""
    return Principal(f"role:{role}")


def group_principal(group: str) -> Principal:
    """The principal that means whoever is in this group when asked."""
    return Principal(f"group:{group}")
