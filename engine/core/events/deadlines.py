"""Facts about the deadlines of work: that they were set, and that the moment of one has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.events.base import Event, Words
from engine.core.fact import fact
from engine.core.values import Value


@fact
class DeadlinesSet(Event):
    """The work item has these moments in order, each with its kind: reminder, escalation, timeout.
    `data` counts as filled in when the timeout completes the work."""

    work_item_id: str
    moments: tuple[tuple[str, Value], ...]
    action: str
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class DeadlinePassed(Event):
    """The earliest moment of the work item has come. `done` is what followed from it: `remind`,
    `escalate`, `pass`, `reject` or `hand-over`; `zh` and `en` say why not what is declared."""

    work_item_id: str
    element_id: str
    kind: str
    due_at: datetime
    at: datetime
    done: str
    zh: Words = ""
    en: Words = ""
