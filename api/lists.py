"""Lists, a keyset page at a time: a constant number of statements each, whatever their length."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from api import show
from api.auth import Visit
from api.schemas.cases import Instances
from api.schemas.work import Counts, Worklist
from engine.core import policy
from engine.core.ids import UserId
from engine.core.values import Value
from engine.errors import InvalidCommand, NotPermitted
from engine.views import InstanceQuery, VariableFilter, WorklistQuery

Word = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Variables = Annotated[list[Word], Field(max_length=8)]
Limit = Annotated[int, Field(ge=1, le=100)]


class WorklistFilter(BaseModel):
    """What of my work to list."""

    model_config = ConfigDict(extra="forbid")

    view: Literal["inbox", "mine", "candidate", "overdue", "done"] = "inbox"
    process: Word | None = None
    text: Word | None = None
    sort: Literal["created", "due", "newest"] = "created"
    cursor: Word | None = None
    limit: Limit = 25
    person: Word | None = None
    department: Word | None = None
    state: Literal["ready", "reserved", "completed", "failed"] | None = None
    priority: Annotated[int, Field(ge=0, le=100)] | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    variable: Variables = Field(default_factory=list)


class InstanceFilter(BaseModel):
    """Which cases to list. `all` is for those who may see every case."""

    model_config = ConfigDict(extra="forbid")

    scope: Literal["started", "involved", "copied", "unread", "all"] = "started"
    process: Word | None = None
    status: Literal["active", "completed", "terminated"] | None = None
    text: Word | None = None
    cursor: Word | None = None
    limit: Limit = 25
    person: Word | None = None
    department: Word | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    variable: Variables = Field(default_factory=list)


def worklist(visit: Visit, asked: WorklistFilter) -> Worklist:
    """One page of my work, with the counts of every view of open work."""
    store, actor = visit.house.runtime.store, visit.person
    now = visit.house.runtime.clock.now()
    query = WorklistQuery(
        user=actor.id,
        principals=actor.principals(),
        view=asked.view,
        process=asked.process or None,
        text=asked.text or None,
        sort=asked.sort,
        cursor=asked.cursor or None,
        limit=asked.limit,
        initiator=UserId(asked.person) if asked.person else None,
        department=asked.department or None,
        state=asked.state,
        priority=asked.priority,
        since=asked.since,
        until=asked.until,
        variables=_variables(asked.variable),
        now=now,
    )
    page = store.worklist(query)
    counts = store.worklist_counts(actor.id, actor.principals())
    more = store.more_counts(query, now)
    return Worklist(
        items=show.work_items(visit.house, page.items),
        next=page.next,
        counts=Counts(**counts, overdue=more["overdue"], copied=more["copied"]),
    )


def instances(visit: Visit, asked: InstanceFilter) -> Instances:
    """One page of cases."""
    actor = visit.person
    if asked.scope == "all" and not policy.may_see_all_cases(actor):
        raise NotPermitted(
            "只有审计员、管理员和流程负责人可以查看全部案件",
            "Expected an auditor, administrator or process owner",
        )
    if asked.scope == "started" and asked.person not in (None, "", actor.id):
        return Instances(items=[], next=None)
    visible, initiator = _scope(actor.id, asked.scope)
    query = InstanceQuery(
        visible_to=visible,
        initiator=initiator or (UserId(asked.person) if asked.person else None),
        process=asked.process or None,
        status=asked.status,
        text=asked.text or None,
        cursor=asked.cursor or None,
        limit=asked.limit,
        copied_to=actor.id if asked.scope in ("copied", "unread") else None,
        unread=asked.scope == "unread",
        department=asked.department or None,
        since=asked.since,
        until=asked.until,
        variables=_variables(asked.variable),
    )
    page = visit.house.runtime.store.instances(query)
    return Instances(
        items=[show.instance(visit.house, view) for view in page.items], next=page.next
    )


_VARIABLE: Final = re.compile(r"([^<>=]+)(<=|>=|=|<|>)(.*)", re.DOTALL)


def _variables(asked: list[str]) -> tuple[VariableFilter, ...]:
    """`name=value`, also with < <= > >=; the value as JSON, what is none is a text or a date."""
    found = []
    for one in asked:
        match = _VARIABLE.fullmatch(one)
        if match is None:
            raise InvalidCommand(
                f"变量筛选“{one}”应写作 名称=值", f"Expected name=value, got {one!r}"
            )
        name, operator, text = match.groups()
        found.append(VariableFilter(name.strip(), operator, _value(text.strip())))
    return tuple(found)


def _value(text: str) -> Value:
    """A number, boolean, date or text."""
    if text in ("true", "false"):
        return text == "true"
    for read in (_number, date.fromisoformat):
        try:
            return read(text)
        except (ValueError, ArithmeticError):
            continue
    return text.strip('"')


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", text):
        raise ValueError(text)
    return Decimal(text)


def _scope(user: UserId, scope: str) -> tuple[UserId | None, UserId | None]:
    if scope == "started":
        return user, user
    return (user, None) if scope == "involved" else (None, None)
