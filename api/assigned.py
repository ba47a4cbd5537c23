"""Says why a work item is whose it is: to the person themselves, or about them to a reader."""

from __future__ import annotations

from collections.abc import Sequence

from api import show
from api.auth import Visit
from api.deps import House
from engine.core import policy
from engine.core.people import Person
from engine.errors import Text
from engine.offers import as_item
from engine.reasons import WHOEVER, told_of
from engine.views import WorkItemView


def is_theirs(reader: Person, view: WorkItemView) -> bool:
    """Whether the reader is who does it, did it, or may take it."""
    doer = view.ended_by or view.assignee
    return doer == reader.id if doer else policy.is_offered(reader, as_item(view))


def reason_for(visit: Visit, view: WorkItemView) -> Text:
    """The reason as this reader is told it; a substitute is told about the absent."""
    reason = Text(zh=view.reason_zh, en=view.reason_en)
    if is_theirs(visit.person, view):
        return reason
    doer = view.assignee or view.ended_by or (visit.absent.id if visit.absent else None)
    return told_of(reason, show.person_name(visit.house, doer) if doer else WHOEVER)


def reason_about(house: House, reason: Text, people: Sequence[str]) -> Text:
    """The reason told to whoever looks ahead or tries out: about the only one who is asked."""
    return told_of(reason, show.person_name(house, people[0]) if len(people) == 1 else WHOEVER)
