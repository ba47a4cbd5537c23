"""Facts about edited clauses, in streams of the log that belong to no case."""

from __future__ import annotations

from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.ids import UserId


@fact
class ClauseMarked(Event):
    """The element cites a clause that reads otherwise from now on: it is to be reviewed."""

    clause: str
    process: str
    element: str
    places: tuple[str, ...]
    before: str
    after: str
    by: UserId
    at: datetime


@fact
class ClauseReviewed(Event):
    """The mark of this stream is settled."""

    by: UserId
    at: datetime
    note: str = ""
