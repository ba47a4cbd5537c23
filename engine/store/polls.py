"""What is asked again and again, compiled once per dialect: what is due, and what is newest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql import ClauseElement

from engine.store import tables as t
from engine.store.deadline_tables import work_item
from engine.store.streams import QUARANTINE

_NONE: Final[ColumnElement[Any]] = literal_column("0")  # else SQLite's has a parameter
_QUARANTINE: Final[ColumnElement[Any]] = literal_column(f"'{QUARANTINE}'")
_ALONE: Final = select(t.message.c.instance_id).where(
    t.message.c.ended_at.is_(None), t.message.c.kind == _QUARANTINE
)
"""Cases under quarantine."""

Text = Callable[[ClauseElement, Sequence[str]], str]
"""The text of a statement that takes these parameters in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """The compiled texts of one dialect."""

    timers: str
    """Due at (now, limit), as are the next two: the longest due first, none under quarantine."""
    jobs: str
    deadlines: str
    next_due: str
    busy: str
    """At (now): whether a start is due or waits for a condition, or anything is kept."""
    newest_process: str
    """Digest of (key)."""
    newest_resource: str
    """Digest of (kind, name)."""


def compile_polls(text: Text) -> Polls:
    """All of them, by what compiles for the dialect."""
    due = ("now", "limit")
    timer, job, item = t.timer.c, t.job.c, work_item.c
    deadline = select(item.id, item.instance_id, item.deadline_at.label("due_at"))
    return Polls(
        timers=text(_due(select(t.timer), t.timer, timer.due_at), due),
        jobs=text(_due(select(t.job), t.job, job.due_at), due),
        deadlines=text(
            _due(deadline.where(item.ended_at.is_(None)), work_item, item.deadline_at), due
        ),
        next_due=text(_next_due(), ()),
        busy=text(_busy(), ("now",)),
        newest_process=text(_newest(t.process_definition, ("key",)), ("key",)),
        newest_resource=text(_newest(t.resource, ("kind", "name")), ("kind", "name")),
    )


def _due(statement: Select[Any], table: Table, at: Column[Any]) -> Select[Any]:
    waiting = statement.where(at <= bindparam("now"), table.c.instance_id.not_in(_ALONE))
    return waiting.order_by(at, table.c.id).limit(bindparam("limit")).offset(_NONE)


def _next_due() -> Select[Any]:
    """Of the next timer, job, deadline, start or expiry."""
    timer, job, item, kept = t.timer.c, t.job.c, work_item.c, t.message.c
    special: tuple[ColumnElement[Any], ...] = (literal_column("'start'"), _QUARANTINE)
    all_ = union_all(
        select(func.min(timer.due_at).label("due_at")).where(timer.instance_id.not_in(_ALONE)),
        select(func.min(job.due_at)).where(job.instance_id.not_in(_ALONE)),
        select(func.min(item.deadline_at)).where(
            item.deadline_at.is_not(None), item.ended_at.is_(None)
        ),
        select(func.min(t.start_timer.c.due_at)),
        select(func.min(kept.expires_at)).where(kept.ended_at.is_(None), kept.kind.not_in(special)),
    ).subquery()
    return select(func.min(all_.c.due_at))


def _busy() -> Select[Any]:
    due = exists().where(t.start_timer.c.due_at <= bindparam("now"))
    conditional = exists().where(t.start_trigger.c.kind == literal_column("'conditional'"))
    kept = exists().where(t.message.c.ended_at.is_(None))
    return select(true()).where(or_(due, conditional, kept))


def _newest(table: Table, keys: Sequence[str]) -> Select[Any]:
    wanted = [table.c[key] == bindparam(key) for key in keys]
    return (
        select(table.c.digest)
        .where(*wanted)
        .order_by(table.c.version.desc())
        .limit(literal_column("1"))
        .offset(_NONE)
    )
