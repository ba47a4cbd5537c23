"""Facts about the triggers of start events that are kept until a case begins with them.

They are in streams of the log that belong to no case; the case that begins takes them by
MessageCorrelated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.values import Value


@fact
class StartTriggerOccurred(Event):
    """One trigger of a start event occurred: of several that it needs, or its condition, which
    has become true by the values that it read."""

    process: str
    element_id: str
    part: str
    by: str
    at: datetime
    correlation_key: str = ""
    data: Mapping[str, Value] = field(default_factory=dict)
    expression: str = ""
    reads: Mapping[str, Value] = field(default_factory=dict)


@fact
class StartConditionLapsed(Event):
    """A start condition holds no more, so that it may become true again (BPMN 2.0.2, 10.5.2)."""

    process: str
    element_id: str
    part: str
    at: datetime


@fact
class StartTriggerDropped(Event):
    """What occurred begins no case: its start was refused."""

    at: datetime
    reason: str
