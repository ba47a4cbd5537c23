"""Facts about how an office deals with work: refused cases, work put off, pressing work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.ids import UserId
from engine.core.values import Value


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


@fact
class VoteTakenBack(Event):
    """Whose opinion it was takes it back while the round goes on. `seats` are work items, each with
    the id under which its seat is asked anew: the opinion's, and those that it had others asked
    with. `data` and `chosen` are what the round has without it."""

    round_id: str
    element_id: str
    by: UserId
    at: datetime
    seats: tuple[tuple[str, str | None], ...]
    data: Mapping[str, Value] = field(default_factory=dict)
    chosen: tuple[tuple[str, Value], ...] = ()
    reason: str = ""
