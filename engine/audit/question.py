"""What auditors ask the list of all cases for, as plain values -> the query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from engine.asking import variable_filters
from engine.core import policy
from engine.core.ids import UserId
from engine.core.people import Person
from engine.errors import NotPermitted
from engine.views import InstanceQuery

DID: Final[Mapping[str, tuple[str, ...]]] = {
    "returned": ("WorkItemReturned",),
    "taken-back": ("WorkItemTakenBack",),
    "signers": ("SignerAdded", "SignerRemoved"),
    "transferred": ("WorkItemTransferred",),
    "delegated": ("WorkItemDelegated",),
    "appointed": ("WorkItemAppointed",),
    "substituted": ("SubstituteActed",),
    "jump": ("Command:MoveTokens",),
    "edited": ("Command:CorrectVariables",),
    "suspended": ("InstanceSuspended",),
    "withdrawn": ("InstanceWithdrawn",),
    "skipped": ("WorkItemSkipped",),
    "timed-out": ("DeadlinePassed",),
    "urged": ("WorkItemUrged",),
    "copied": ("InstanceCopied",),
    "incident": ("IncidentRaised",),
}
"""Operation -> the types of the rows that it leaves."""


def case_query(
    actor: Person, asked: Mapping[str, Any], reached: tuple[str, ...] | None = None
) -> InstanceQuery:
    """Cases by person, operation, value, time and status; `reached` are the places that carry
    out the clause that was asked for. Raises InvalidCommand, NotPermitted."""
    if not policy.may_audit(actor):
        raise NotPermitted(
            "只有审计员和管理员可以查全部案件", "Expected an auditor or administrator"
        )
    return InstanceQuery(
        visible_to=UserId(asked["person"]) if asked.get("person") else None,
        initiator=UserId(asked["initiator"]) if asked.get("initiator") else None,
        process=asked.get("process") or None,
        status=asked.get("status") or None,
        text=asked.get("text") or None,
        cursor=asked.get("cursor"),
        limit=asked.get("limit") or 25,
        since=_time(asked.get("since")),
        until=_time(asked.get("until")),
        variables=variable_filters(asked.get("variable") or ()),
        did=DID.get(asked.get("operation") or ""),
        reached=reached,
    )


def _time(value: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
