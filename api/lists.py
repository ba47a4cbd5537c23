"""Lists, a keyset page at a time: a constant number of statements each, whatever their length."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api import show
from api.auth import Visit
from api.schemas.asked_time import AskedMoment
from api.schemas.cases import Instances
from api.schemas.work import Counts, Worklist
from engine.asking import instance_query, worklist_query

Word = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Variables = Annotated[list[Word], Field(max_length=8)]
Limit = Annotated[int, Field(ge=1, le=100)]


class WorklistQuestion(BaseModel):
    """What of my work to list."""

    model_config = ConfigDict(extra="forbid")

    view: Literal["inbox", "mine", "candidate", "substituted", "overdue", "done"] = "inbox"
    process: Word | None = None
    text: Word | None = None
    sort: Literal["created", "due", "newest", "priority", "follow_up"] = "created"
    person: Word | None = None
    department: Word | None = None
    state: Literal["ready", "reserved", "completed", "failed"] | None = None
    priority: Annotated[int, Field(ge=0, le=100)] | None = None
    follow_up: Literal["due", "later"] | None = None
    since: AskedMoment | None = None
    until: AskedMoment | None = None
    variable: Variables = Field(default_factory=list)


class WorklistFilter(WorklistQuestion):
    """Which page of it."""

    cursor: Word | None = None
    limit: Limit = 25


class InstanceQuestion(BaseModel):
    """Which cases to list. `all` is for those who may see every case."""

    model_config = ConfigDict(extra="forbid")

    scope: Literal["started", "involved", "copied", "unread", "all"] = "started"
    process: Word | None = None
    status: Literal["active", "completed", "terminated", "withdrawn", "rejected"] | None = None
    text: Word | None = None
    person: Word | None = None
    department: Word | None = None
    since: AskedMoment | None = None
    until: AskedMoment | None = None
    variable: Variables = Field(default_factory=list)


class InstanceFilter(InstanceQuestion):
    """Which page of them."""

    cursor: Word | None = None
    limit: Limit = 25


def worklist(visit: Visit, asked: WorklistFilter) -> Worklist:
    """One page of my work, with the counts of every view of open work."""
    store, actor = visit.house.runtime.store, visit.person
    now = visit.house.runtime.clock.now()
    acting_for = visit.house.runtime.substitutions.acting_for(actor)
    query = worklist_query(actor, asked.model_dump(), now, acting_for)
    page = store.worklist(query)
    counts = store.worklist_counts(actor.id, actor.principals())
    more = store.more_counts(replace(query, acting_for=acting_for), now)
    return Worklist(
        items=show.work_items(visit.house, page.items),
        next=page.next,
        counts=Counts(**counts, **more),
    )


def instances(visit: Visit, asked: InstanceFilter) -> Instances:
    """One page of cases."""
    query = instance_query(visit.person, asked.model_dump())
    if query is None:
        return Instances(items=[], next=None)
    page = visit.house.runtime.store.instances(query)
    return Instances(
        items=[show.instance(visit.house, view) for view in page.items], next=page.next
    )
