"""When timers and due dates fall due, for the second interpreter: engine.timing as it needs it."""

from __future__ import annotations

from datetime import UTC, datetime

from engine import timing
from engine.core.definition import TimerKind
from engine.core.values import Value
from engine.timing import NotATime, as_moment
from engine.timing.local import ZONE

__all__ = ["ZONE", "NotATime", "Plan", "after", "as_moment", "plan"]

Plan = timing.Schedule


def after(moment: datetime, length: Value) -> datetime:
    """The moment so much later, UTC. Raises NotATime for anything but a duration, and beyond the
    calendar."""
    return timing.later(moment.astimezone(UTC), length)


def plan(kind: TimerKind, value: Value, now: datetime) -> Plan:
    """What the value of a timer's expression means. Raises NotATime."""
    return timing.schedule(kind, value, now)
