"""Facts about what a case awaits or asks outside: timers, messages, signals, jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.values import Value


@fact
class TimerScheduled(Event):
    """A timer waits until `due_at`."""

    timer_id: str
    element_id: str
    token: int
    due_at: datetime


@fact
class TimerFired(Event):
    """A timer's time came and it acted."""

    timer_id: str
    element_id: str


@fact
class TimerCanceled(Event):
    """A timer will not fire: what it watched has ended."""

    timer_id: str


@fact
class MessageAwaited(Event):
    """The case waits for a message of this name with this correlation key, or with any: the
    first message of a conversation, which gives it its key (BPMN 2.0.2, 8.3.2)."""

    subscription_id: str
    element_id: str
    token: int
    message: str
    correlation_key: str
    any_key: bool = False


@fact
class MessageReceived(Event):
    """An awaited message arrived."""

    subscription_id: str
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class MessageAwaitCanceled(Event):
    """The case no longer waits for the message."""

    subscription_id: str


@fact
class MessageThrown(Event):
    """The case sends a message; a job delivers it after the commit."""

    job_id: str
    element_id: str
    message: str
    correlation_key: str
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class SignalAwaited(Event):
    """The case waits for a signal of this name."""

    subscription_id: str
    element_id: str
    token: int
    signal: str


@fact
class SignalReceived(Event):
    """An awaited signal arrived."""

    subscription_id: str
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class SignalAwaitCanceled(Event):
    """The case no longer waits for the signal."""

    subscription_id: str


@fact
class SignalThrown(Event):
    """The case broadcasts a signal; a job delivers it to every waiting case after the commit."""

    job_id: str
    element_id: str
    signal: str
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class JobCreated(Event):
    """A service task asks its connector to act; the worker runs it after the commit."""

    job_id: str
    element_id: str
    token: int
    connector: str
    inputs: Mapping[str, Value]
    due_at: datetime


@fact
class JobCompleted(Event):
    """The connector answered."""

    job_id: str
    element_id: str
    result: Value


@fact
class JobFailed(Event):
    """One attempt failed; `retry_at` is None when no attempt is left (an incident follows)."""

    job_id: str
    element_id: str
    attempt: int
    error: str
    retry_at: datetime | None = None


@fact
class JobCanceled(Event):
    """The service task was interrupted, or a BPMN error ended it."""

    job_id: str
