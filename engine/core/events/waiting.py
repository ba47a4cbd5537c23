"""Facts about what a case awaits or asks outside: timers, messages, signals, jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.core.events.base import Event
from engine.core.values import Value


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
class SignalAwaited(Event):
    """The case waits for a signal of this name."""

    subscription_id: str
    element_id: str
    token: int
    signal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReceived(Event):
    """An awaited signal arrived."""

    subscription_id: str
    data: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalAwaitCanceled(Event):
    """The case no longer waits for the signal."""

    subscription_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalThrown(Event):
    """The case broadcasts a signal; a job delivers it to every waiting case after the commit."""

    job_id: str
    element_id: str
    signal: str
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
