"""Facts about a case as a whole: its begin and end, its variables, registers, incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.events.base import Event, Words
from engine.core.fact import fact
from engine.core.ids import Digest
from engine.core.people import Person
from engine.core.values import Value


@fact
class InstanceStarted(Event):
    """A case began. `pinned` is what it is bound to for life, see definition.Bundle."""

    process: str
    pinned: Mapping[str, Digest]
    interpreter: str
    initiator: Person
    at: datetime
    title: str = ""
    business_key: str | None = None


@fact
class InstanceCompleted(Event):
    """No token is left; `end_events` are the reached ones of the process and of its event
    sub-processes, each once, in the order in which they were first reached. Those inside other
    sub-processes and called processes end these, and are in the history only."""

    at: datetime
    end_events: tuple[str, ...] = ()


@fact
class InstanceTerminated(Event):
    """A terminate end event or an administrator ended the case before its natural end."""

    at: datetime
    by: str
    reason: str = ""


@fact
class VariablesChanged(Event):
    """Variables of one scope got new values; `old` lacks names that did not exist."""

    scope: int  # 0 is the case itself; else the token that opened the scope
    new: Mapping[str, Value]
    old: Mapping[str, Value] = field(default_factory=dict)
    by: str = "engine"  # login, or `engine` for mappings and decisions
    element_id: str | None = None


@fact
class RegisterEntryWritten(Event):
    """A line of a register (登记簿) was added or changed; `data` is the whole new line."""

    register: str
    key: str
    version: int  # 1 for a new line; grows by one with each change
    data: Mapping[str, Value]
    element_id: str | None = None


@fact
class IncidentRaised(Event):
    """Execution is stuck at one element and needs a person."""

    incident_id: str
    kind: str  # IncidentKind value
    element_id: str
    token: int
    zh: Words
    en: Words
    work_item_id: str | None = None


@fact
class IncidentResolved(Event):
    """The stuck element was tried again and went on, or its activity ended."""

    incident_id: str
    by: str
