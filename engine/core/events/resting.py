"""Facts about what reaches a case while it rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.values import Value


@fact
class TriggerHeld(Event):
    """A message or signal reached a suspended case, which gets it when it goes on. `kind` is that
    of the subscription: `message`, `any` or `signal`."""

    subscription_id: str
    element_id: str
    kind: str
    name: str
    at: datetime
    data: Mapping[str, Value] = field(default_factory=dict)
    correlation_key: str = ""
