"""Facts about how an office deals with work: refused cases, work put off, pressing work."""

from __future__ import annotations

from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.ids import UserId


@fact
class InstanceRejected(Event):
    """A round was decided against the case, and its diagram says that this ends it;
    InstanceTerminated follows."""

    element_id: str
    round_id: str
    by: UserId
    at: datetime


@fact
class FollowUpSet(Event):
    """Whoever has the work item looks at it again at `until`; None: now, as usual. The date is
    theirs: it says nothing while somebody else has the work."""

    work_item_id: str
    by: UserId
    at: datetime
    until: datetime | None = None


@fact
class PriorityChanged(Event):
    """How pressing a work item is, 0 to 100, said for this one instead of its diagram."""

    work_item_id: str
    element_id: str
    priority: int
    by: UserId
    at: datetime
    reason: str
