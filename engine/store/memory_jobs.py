"""What the worker takes, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from engine.store.memory_state import MemoryState
from engine.store.memory_tables import RowDict
from engine.store.projections import from_micros, micros
from engine.store.rows import due_job, due_timer, subscription
from engine.store.streams import QUARANTINE
from engine.views import DueJob, DueTimer, Subscription

_TIMELESS: Final = frozenset({"start", QUARANTINE})


class MemoryJobs:
    """Jobs over dictionaries."""

    _memory: MemoryState

    def due_timers(self, now: datetime, limit: int) -> list[DueTimer]:
        """Timers whose time has come, the longest due first."""
        return [due_timer(row) for row in self._due("timer", now)][:limit]

    def due_deadlines(self, now: datetime, limit: int) -> list[DueTimer]:
        """Open work items whose next deadline has come, the longest due first."""
        with self._memory.lock:
            rows = [{**row, "due_at": row["deadline_at"]} for row in self._deadlines()]
        due = [due_timer(row) for row in rows if row["due_at"] <= micros(now)]
        return sorted(due, key=lambda one: (one.due_at, one.id))[:limit]

    def _deadlines(self) -> Iterator[RowDict]:
        return (
            row
            for row in self._waiting("work_item")
            if row["ended_at"] is None and row.get("deadline_at") is not None
        )

    def due_jobs(self, now: datetime, limit: int) -> list[DueJob]:
        """Jobs that may be tried now, the longest due first."""
        return [due_job(row) for row in self._due("job", now)][:limit]

    def subscriptions(self, message: str, correlation_key: str) -> list[Subscription]:
        """Cases that wait for this message with this key, by id."""
        with self._memory.lock:
            found = sorted(self._memory.tables["subscription"].items())
        return [
            subscription(row)
            for _, row in found
            if (row["kind"], row["message"], row["correlation_key"])
            in (("message", message, correlation_key), ("any", message, ""))
        ]

    def next_due(self) -> datetime | None:
        """When the next timer, job, start or expiry is due."""
        with self._memory.lock:
            times = [
                row["due_at"] for row in self._waiting("timer", "job") if row["due_at"] is not None
            ]
            times += [row["deadline_at"] for row in self._deadlines()]
            times += [micros(one.due_at) for one in self._memory.start_timers.values()]
            kept = self._memory.tables["message"].values()
            open_ = (r for r in kept if r["ended_at"] is None and r["kind"] not in _TIMELESS)
            times += [row["expires_at"] for row in open_]
        return from_micros(min(times)) if times else None

    def _waiting(self, *tables: str) -> Iterator[RowDict]:
        """Timers and jobs of the cases that are not under quarantine."""
        kept = self._memory.tables["message"].values()
        alone = {row["instance_id"] for row in kept if _is_open_quarantine(row)}
        for table in tables:
            rows = self._memory.tables[table].values()
            yield from (row for row in rows if row["instance_id"] not in alone)

    def _due(self, table: str, now: datetime) -> list[RowDict]:
        limit = micros(now)
        with self._memory.lock:
            rows = self._waiting(table)
            due = [row for row in rows if row["due_at"] is not None and row["due_at"] <= limit]
        return sorted(due, key=lambda row: (row["due_at"], row["id"]))


def _is_open_quarantine(row: RowDict) -> bool:
    return row["kind"] == QUARANTINE and row["ended_at"] is None
