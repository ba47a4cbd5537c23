"""Lists, a keyset page at a time: a constant number of statements each, whatever their length."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api import show
from api.auth import Visit
from api.schemas.cases import Instances
from api.schemas.work import Counts, Worklist
from engine.core import policy
from engine.core.ids import UserId
from engine.errors import NotPermitted
from engine.views import InstanceQuery, WorklistQuery

Word = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Limit = Annotated[int, Field(ge=1, le=100)]


class WorklistFilter(BaseModel):
    """What of my work to list."""

    model_config = ConfigDict(extra="forbid")

    view: Literal["inbox", "mine", "candidate", "done"] = "inbox"
    process: Word | None = None
    text: Word | None = None
    sort: Literal["created", "due", "newest"] = "created"
    cursor: Word | None = None
    limit: Limit = 25


class InstanceFilter(BaseModel):
    """Which cases to list. `all` is for those who may see every case."""

    model_config = ConfigDict(extra="forbid")

    scope: Literal["started", "involved", "all"] = "started"
    process: Word | None = None
    status: Literal["active", "completed", "terminated"] | None = None
    text: Word | None = None
    cursor: Word | None = None
    limit: Limit = 25


def worklist(visit: Visit, asked: WorklistFilter) -> Worklist:
    """One page of my work, with the counts of every view of open work."""
    store, actor = visit.house.runtime.store, visit.person
    query = WorklistQuery(
        user=actor.id,
        principals=actor.principals(),
        view=asked.view,
        process=asked.process or None,
        text=asked.text or None,
        sort=asked.sort,
        cursor=asked.cursor or None,
        limit=asked.limit,
    )
    page = store.worklist(query)
    counts = store.worklist_counts(actor.id, actor.principals())
    return Worklist(
        items=show.work_items(visit.house, page.items), next=page.next, counts=Counts(**counts)
    )


def instances(visit: Visit, asked: InstanceFilter) -> Instances:
    """One page of cases."""
    actor = visit.person
    if asked.scope == "all" and not policy.may_see_all_cases(actor):
        raise NotPermitted(
            "只有审计员、管理员和流程负责人可以查看全部案件",
            "Expected an auditor, administrator or process owner",
        )
    visible, initiator = _scope(actor.id, asked.scope)
    query = InstanceQuery(
        visible_to=visible,
        initiator=initiator,
        process=asked.process or None,
        status=asked.status,
        text=asked.text or None,
        cursor=asked.cursor or None,
        limit=asked.limit,
    )
    page = visit.house.runtime.store.instances(query)
    return Instances(
        items=[show.instance(visit.house, view) for view in page.items], next=page.next
    )


def _scope(user: UserId, scope: str) -> tuple[UserId | None, UserId | None]:
    if scope == "started":
        return user, user
    return (user, None) if scope == "involved" else (None, None)
