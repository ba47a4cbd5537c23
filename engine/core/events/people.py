"""Facts about the organisation, in streams of the log that belong to no case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.values import Value


@fact
class OrganisationChanged(Event):
    """Entries of the organisation are these from `effective_from` on; null: no more."""

    by: str
    at: datetime
    effective_from: datetime
    entries: Mapping[str, Value]
    reason: str = ""
    leaver: str = ""
    successor: str = ""
