"""Facts about messages and signals that come from outside, or wait for somebody to take them.

All but MessageCorrelated are in streams of the log that belong to no case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.values import Value


@fact
class MessagePublished(Event):
    """Nobody waited for the message: it is kept until somebody does, or until `expires_at`."""

    message: str
    correlation_key: str
    by: str
    at: datetime
    expires_at: datetime
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class MessageExpired(Event):
    """Nobody took the message in its time."""

    at: datetime


@fact
class MessageCorrelated(Event):
    """The case took a message that had been kept; nobody else gets it."""

    message_id: str
    at: datetime


@fact
class SignalBroadcast(Event):
    """A signal came from outside, for everybody who waits for it at this moment."""

    signal: str
    by: str
    at: datetime
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class SignalDelivered(Event):
    """Everybody who waited for the signal has got it."""

    at: datetime
