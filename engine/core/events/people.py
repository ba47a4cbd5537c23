"""Facts about the organisation, in streams of the log that belong to no case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.ids import InstanceId, UserId
from engine.core.values import Value


@fact
class OrganisationChanged(Event):
    """Entries of the organisation are these from `effective_from` on; null: no more."""

    by: str
    at: datetime
    effective_from: datetime
    entries: Mapping[str, Value]
    reason: str = ""
    leaver: str = ""
    successor: str = ""


@fact
class SubstituteNamed(Event):
    """From one moment until another the substitute may do the person's work (代理)."""

    by: UserId
    at: datetime
    person: UserId
    substitute: UserId
    begins_at: datetime
    ends_at: datetime
    processes: tuple[str, ...] = ()
    reason: str = ""


@fact
class SubstitutionEnded(Event):
    """The substitution ended before its time."""

    by: UserId
    at: datetime
    reason: str = ""


@fact
class CaseRead(Event):
    """Somebody who takes no part in the case has read this of it."""

    by: UserId
    at: datetime
    case: InstanceId
    what: str
