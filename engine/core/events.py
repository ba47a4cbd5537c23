"""What happened: the facts of the log. Additive change only; else a new version and an upcaster.

Field types are limited to: str, int, bool, None, datetime (aware UTC), tuples and mappings of
those, `Value` (see core.values), Reason and Person: the codec writes nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from engine.core.ids import Digest, Principal, UserId
from engine.core.people import Person
from engine.core.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a way was taken: the expression, what it read, its result, one sentence in zh and en."""

    expression: str
    reads: tuple[tuple[str, Value], ...] = ()
    result: Value = None
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of the log. `v` is the version of the type."""

    v: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceStarted(Event):
    """A case began. `pinned` is what it is bound to for life, see definition.Bundle."""

    process: str
    pinned: Mapping[str, Digest]
    interpreter: str
    initiator: Person
    at: datetime
    title: str = ""
    business_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariablesChanged(Event):
    """Variables of one scope got new values; `old` lacks names that did not exist."""

    scope: int  # 0 is the case itself; else the token that opened the scope
    new: Mapping[str, Value]
    old: Mapping[str, Value] = field(default_factory=dict)
    by: str = "engine"  # login, or `engine` for mappings and decisions
    element_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementActivated(Event):
    """Control reached an element that waits or contains others. `scope` as in VariablesChanged."""

    element_id: str
    token: int
    scope: int = 0
    process: str = ""  # the called process's key when the scope is a call activity's


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementCompleted(Event):
    """An activated element ended as modelled."""

    element_id: str
    token: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementPassed(Event):
    """Control went through an element that does not wait: gateway, none event, rule, throw."""

    element_id: str
    token: int
    scope: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementCanceled(Event):
    """An activated element was interrupted; `by` is the element that did it."""

    element_id: str
    token: int
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTaken(Event):
    """A sequence flow was taken; `reason` is set where there was a choice."""

    flow_id: str
    token: int
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEvaluated(Event):
    """A decision was asked: inputs read, output, ids of the matched rules."""

    element_id: str
    token: int
    decision_id: str
    inputs: tuple[tuple[str, Value], ...]
    output: Value
    rule_ids: tuple[str, ...]
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemCreated(Event):
    """A user task was offered to people. `assignee` is set when exactly one person can do it."""

    work_item_id: str
    element_id: str
    token: int
    name: str
    form_id: str
    candidates: tuple[Principal, ...]
    excluded: tuple[UserId, ...] = ()
    assignee: UserId | None = None
    created_at: datetime
    due_at: datetime | None = None
    priority: int = 50
    zh: str = ""  # why these people
    en: str = ""
    name_en: str = ""
    process: str = ""
    unresolved: tuple[tuple[str, str | None], ...] = ()
    """(assignment kind, value) of what found nobody: what a retry asks again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemAssigned(Event):
    """Candidates of an open work item were found anew (after an incident)."""

    work_item_id: str
    candidates: tuple[Principal, ...]
    excluded: tuple[UserId, ...] = ()
    assignee: UserId | None = None
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemClaimed(Event):
    """One candidate took the work item."""

    work_item_id: str
    by: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemReleased(Event):
    """The assignee gave the work item back to the candidates."""

    work_item_id: str
    by: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemCompleted(Event):
    """A person finished the work item; `data` is what was accepted from the form."""

    work_item_id: str
    element_id: str
    by: UserId
    at: datetime
    data: Mapping[str, Value]
    form_digest: Digest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemCanceled(Event):
    """The work item ended because its activity was interrupted or the case ended."""

    work_item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerScheduled(Event):
    """A timer waits until `due_at`."""

    timer_id: str
    element_id: str
    token: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired(Event):
    """A timer's time came and it acted."""

    timer_id: str
    element_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerCanceled(Event):
    """A timer will not fire: what it watched has ended."""

    timer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAwaited(Event):
    """The case waits for a message of this name with this correlation key."""

    subscription_id: str
    element_id: str
    token: int
    message: str
    correlation_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(Event):
    """An awaited message arrived."""

    subscription_id: str
    data: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAwaitCanceled(Event):
    """The case no longer waits for the message."""

    subscription_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageThrown(Event):
    """The case sends a message; a job delivers it after the commit."""

    job_id: str
    element_id: str
    message: str
    correlation_key: str
    data: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCreated(Event):
    """A service task asks its connector to act; the worker runs it after the commit."""

    job_id: str
    element_id: str
    token: int
    connector: str
    inputs: Mapping[str, Value]
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCompleted(Event):
    """The connector answered."""

    job_id: str
    element_id: str
    result: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailed(Event):
    """One attempt failed; `retry_at` is None when no attempt is left (an incident follows)."""

    job_id: str
    element_id: str
    attempt: int
    error: str
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCanceled(Event):
    """The service task was interrupted, or a BPMN error ended it."""

    job_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BpmnErrorThrown(Event):
    """A modelled error was thrown; `caught_by` is the boundary event, None makes an incident."""

    element_id: str
    token: int
    code: str
    message: str = ""
    caught_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntryWritten(Event):
    """A line of a register (登记簿) was added or changed; `data` is the whole new line."""

    register: str
    key: str
    version: int  # 1 for a new line; grows by one with each change
    data: Mapping[str, Value]
    element_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRaised(Event):
    """Execution is stuck at one element and needs a person."""

    incident_id: str
    kind: str  # IncidentKind value
    element_id: str
    token: int
    zh: str
    en: str
    work_item_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentResolved(Event):
    """The stuck element was tried again and went on, or its activity ended."""

    incident_id: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceCompleted(Event):
    """No token is left; `end_events` are those reached, in order."""

    at: datetime
    end_events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceTerminated(Event):
    """A terminate end event or an administrator ended the case before its natural end."""

    at: datetime
    by: str
    reason: str = ""


EVENT_TYPES: Mapping[str, type[Event]] = {
    name: kind
    for name, kind in list(globals().items())
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
}
"""Stored name -> class. Names are never reused for something else. (Not `__subclasses__`: that
also lists the class that `slots=True` replaced.)"""
