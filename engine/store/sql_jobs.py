"""What the worker takes from a SQL database: due timers and jobs, and who waits for a message."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, select

from engine.store import tables as t
from engine.store.database import Database
from engine.store.projections import from_micros, micros
from engine.store.rows import due_job, subscription
from engine.views import DueJob, DueTimer, Subscription

_JOB: Final = tuple(t.job.columns.keys())
_WAITING: Final = t.subscription.c


class SqlJobs:
    """Jobs over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due_timers(self, now: datetime, limit: int) -> list[DueTimer]:
        """Timers whose time has come, the longest due first."""
        return self._due_times(self._database.statements.polls.timers, now, limit)

    def due_deadlines(self, now: datetime, limit: int) -> list[DueTimer]:
        """Open work items whose next deadline has come, the longest due first."""
        return self._due_times(self._database.statements.polls.deadlines, now, limit)

    def _due_times(self, statement: str, now: datetime, limit: int) -> list[DueTimer]:
        found = self._database.fetch(statement, (micros(now), limit))
        return [DueTimer(id=id_, instance_id=of, due_at=from_micros(at)) for id_, of, at in found]

    def due_jobs(self, now: datetime, limit: int) -> list[DueJob]:
        """Jobs that may be tried now, the longest due first."""
        found = self._database.fetch(self._database.statements.polls.jobs, (micros(now), limit))
        return [due_job(dict(zip(_JOB, row, strict=True))) for row in found]

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
        ((found,),) = self._database.fetch(self._database.statements.polls.next_due, ())
        return None if found is None else from_micros(found)

    def _all(self, statement: Select[Any]) -> list[Any]:
        with self._database.read() as connection:
            return list(connection.execute(statement).mappings())
