"""Facts about how work moves between people and how a case is found: numbers, copies, urging."""

from __future__ import annotations

from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.ids import UserId


@fact
class CaseDescribed(Event):
    """The process declares how its cases are numbered, summed up or searched.

    `counter` names the gap-free counter that gave `sequence`; empty without a number. `searchable`
    are the variables that lists may be filtered by.
    """

    number: str = ""
    counter: str = ""
    sequence: int = 0
    summary: str = ""
    searchable: tuple[str, ...] = ()


@fact
class WorkItemTransferred(Event):
    """Who had the work item, or an administrator, gave it to another person for good (转办)."""

    work_item_id: str
    by: UserId
    to: UserId
    at: datetime
    reason: str


@fact
class WorkItemUrged(Event):
    """Somebody who waits for the work item asked for it to be done (催办)."""

    work_item_id: str
    by: UserId
    at: datetime
    reason: str = ""


@fact
class InstanceCopied(Event):
    """The case was shown to people who have nothing to do in it (抄送)."""

    by: UserId
    to: tuple[UserId, ...]
    at: datetime
    note: str = ""


@fact
class CopyRead(Event):
    """A person to whom the case was copied has read it."""

    by: UserId
    at: datetime


@fact
class SubstituteActed(Event):
    """The person in the next events acted for another one (代理).

    `element_id` is set when they finished the work: for the separation of duties both performed
    it then.
    """

    work_item_id: str
    by: UserId
    on_behalf_of: UserId
    element_id: str = ""
