"""Facts about work that is offered to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.events.base import Event, Words
from engine.core.fact import fact
from engine.core.ids import Digest, Principal, UserId
from engine.core.values import Value


@fact
class WorkItemCreated(Event):
    """A user task was offered to people. `assignee` is set when exactly one person can do it."""

    work_item_id: str
    element_id: str
    token: int
    name: str
    form_id: str
    candidates: tuple[Principal, ...]
    excluded: tuple[UserId, ...] = ()
    assignee: UserId | None = None
    created_at: datetime
    due_at: datetime | None = None
    priority: int = 50
    zh: Words = ""  # why these people
    en: Words = ""
    name_en: str = ""
    process: str = ""
    unresolved: tuple[tuple[str, str | None], ...] = ()
    """(assignment kind, value) of what found nobody: what a retry asks again."""


@fact
class WorkItemSkipped(Event):
    """A declared policy left the user task out: nobody was asked. `data` counts as filled in."""

    element_id: str
    token: int
    name: str
    at: datetime
    data: Mapping[str, Value] = field(default_factory=dict)
    zh: Words = ""  # why
    en: Words = ""


@fact
class WorkItemAssigned(Event):
    """Candidates of an open work item were found anew: after an incident, or as somebody left."""

    work_item_id: str
    candidates: tuple[Principal, ...]
    excluded: tuple[UserId, ...] = ()
    assignee: UserId | None = None
    zh: Words = ""
    en: Words = ""


@fact
class WorkItemClaimed(Event):
    """One candidate took the work item."""

    work_item_id: str
    by: UserId


@fact
class WorkItemReleased(Event):
    """The assignee gave the work item back to the candidates."""

    work_item_id: str
    by: UserId


@fact
class WorkItemCompleted(Event):
    """A person finished the work item; `data` is what was accepted from the form."""

    work_item_id: str
    element_id: str
    by: UserId
    at: datetime
    data: Mapping[str, Value]
    form_digest: Digest | None = None


@fact
class AdHocActivityChosen(Event):
    """A person began an activity of an ad-hoc sub-process; its work item stays open."""

    work_item_id: str
    element_id: str
    by: UserId
    at: datetime


@fact
class WorkItemCanceled(Event):
    """The work item ended because its activity was interrupted or the case ended; that of an
    ad-hoc sub-process also because its completion condition holds."""

    work_item_id: str


@fact
class WorkItemFailed(Event):
    """A person ended the work item with a modelled error, and the diagram caught it."""

    work_item_id: str
    element_id: str
    by: UserId
    at: datetime
    code: str
    message: str = ""
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class WorkItemEscalated(Event):
    """A person escalated from the work item; it stays open unless WorkItemCanceled follows."""

    work_item_id: str
    element_id: str
    by: UserId
    at: datetime
    code: str
    data: Mapping[str, Value] = field(default_factory=dict)
