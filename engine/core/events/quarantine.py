"""Facts about cases that the worker leaves alone, in streams of the log that belong to no case."""

from __future__ import annotations

from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact


@fact
class InstanceQuarantined(Event):
    """A command of the worker's on this case crashed and was rolled back: it is not tried again
    until somebody lifts the quarantine. `fault` says what crashed where, nothing of the data."""

    case: str
    command: str
    command_id: str
    fault: str
    at: datetime


@fact
class QuarantineLifted(Event):
    """The worker may try again."""

    case: str
    by: str
    reason: str
    at: datetime
