"""What the worker takes from a SQL database: due timers and jobs, and who waits for a message."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select, union_all

from engine.store import tables as t
from engine.store.database import Database
from engine.store.deadline_tables import work_item
from engine.store.projections import from_micros, micros
from engine.store.rows import due_job, due_timer, subscription
from engine.store.streams import QUARANTINE
from engine.views import DueJob, DueTimer, Subscription

_TIMER: Final = t.timer.c
_JOB: Final = t.job.c
_ITEM: Final = work_item.c
_WAITING: Final = t.subscription.c
_ALONE: Final = select(t.message.c.instance_id).where(
    t.message.c.ended_at.is_(None), t.message.c.kind == QUARANTINE
)
"""Cases under quarantine."""


class SqlJobs:
    """Jobs over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due_timers(self, now: datetime, limit: int) -> list[DueTimer]:
        """Timers whose time has come, the longest due first."""
        due = (_TIMER.due_at <= micros(now), _TIMER.instance_id.not_in(_ALONE))
        statement = select(t.timer).where(*due)
        found = self._all(statement.order_by(_TIMER.due_at, _TIMER.id).limit(limit))
        return [due_timer(row) for row in found]

    def due_deadlines(self, now: datetime, limit: int) -> list[DueTimer]:
        """Open work items whose next deadline has come, the longest due first."""
        due = (_ITEM.deadline_at <= micros(now), _ITEM.ended_at.is_(None))
        columns = select(_ITEM.id, _ITEM.instance_id, _ITEM.deadline_at.label("due_at"))
        statement = columns.where(*due, _ITEM.instance_id.not_in(_ALONE))
        found = self._all(statement.order_by(_ITEM.deadline_at, _ITEM.id).limit(limit))
        return [due_timer(row) for row in found]

    def due_jobs(self, now: datetime, limit: int) -> list[DueJob]:
        """Jobs that may be tried now, the longest due first."""
        due = (_JOB.due_at <= micros(now), _JOB.instance_id.not_in(_ALONE))
        statement = select(t.job).where(*due)
        found = self._all(statement.order_by(_JOB.due_at, _JOB.id).limit(limit))
        return [due_job(row) for row in found]

    def subscriptions(self, message: str, correlation_key: str) -> list[Subscription]:
        """Cases that wait for this message with this key, by id."""
        statement = (
            select(t.subscription)
            .where(_WAITING.message == message)
            .where(
                ((_WAITING.kind == "message") & (_WAITING.correlation_key == correlation_key))
                | (_WAITING.kind == "any")
            )
            .order_by(_WAITING.id)
        )
        return [subscription(row) for row in self._all(statement)]

    def next_due(self) -> datetime | None:
        """When the next timer, job, start or expiry is due."""
        all_ = union_all(
            select(func.min(_TIMER.due_at).label("due_at")).where(
                _TIMER.instance_id.not_in(_ALONE)
            ),
            select(func.min(_JOB.due_at)).where(_JOB.instance_id.not_in(_ALONE)),
            select(func.min(_ITEM.deadline_at)).where(
                _ITEM.deadline_at.is_not(None), _ITEM.ended_at.is_(None)
            ),
            select(func.min(t.start_timer.c.due_at)),
            select(func.min(t.message.c.expires_at)).where(
                t.message.c.ended_at.is_(None), t.message.c.kind.not_in(("start", QUARANTINE))
            ),
        ).subquery()
        with self._database.read() as connection:
            found = connection.scalar(select(func.min(all_.c.due_at)))
        return None if found is None else from_micros(found)

    def _all(self, statement: Select[Any]) -> list[Any]:
        with self._database.read() as connection:
            return list(connection.execute(statement).mappings())
