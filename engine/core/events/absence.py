"""Facts about when people are away, and about due times that follow from it."""

from __future__ import annotations

from datetime import datetime

from engine.core.events.base import Event, Words
from engine.core.fact import fact
from engine.core.ids import UserId


@fact
class AbsenceRecorded(Event):
    """A person does not work from one moment until another; in a stream of its own."""

    person: UserId
    begins_at: datetime
    ends_at: datetime
    by: UserId
    at: datetime
    reason: str = ""


@fact
class AbsenceEnded(Event):
    """The person is back before that time, or never went."""

    by: UserId
    at: datetime
    reason: str = ""


@fact
class AbsenceCounted(Event):
    """The absence of a person, or its end before time, changes when their open work is due; what
    changed follows. `tells` says who hears of it: `superior`, `owner` (of the process)."""

    work_item_id: str
    element_id: str
    person: UserId
    at: datetime
    tells: tuple[str, ...] = ()


@fact
class DueMoved(Event):
    """A work item is due at another time than its diagram says: `zh` and `en` say why."""

    work_item_id: str
    due_at: datetime
    before: datetime
    zh: Words
    en: Words
