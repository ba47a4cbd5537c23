"""What the worker takes, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engine.store.memory_state import MemoryState
from engine.store.memory_tables import RowDict
from engine.store.projections import from_micros, micros
from engine.store.rows import due_job, due_timer, subscription
from engine.views import DueJob, DueTimer, Subscription


class MemoryJobs:
    """Jobs over dictionaries."""

    _memory: MemoryState

    def due_timers(self, now: datetime, limit: int) -> list[DueTimer]:
        """Timers whose time has come, the longest due first."""
        return [due_timer(row) for row in self._due("timer", now)][:limit]

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
            times = [row["due_at"] for row in self._waiting() if row["due_at"] is not None]
            times += [micros(one.due_at) for one in self._memory.start_timers.values()]
            kept = self._memory.tables["message"].values()
            open_ = (r for r in kept if r["ended_at"] is None and r["kind"] != "start")
            times += [row["expires_at"] for row in open_]
        return from_micros(min(times)) if times else None

    def _waiting(self) -> Iterator[RowDict]:
        yield from self._memory.tables["timer"].values()
        yield from self._memory.tables["job"].values()

    def _due(self, table: str, now: datetime) -> list[RowDict]:
        limit = micros(now)
        with self._memory.lock:
            rows = self._memory.tables[table].values()
            due = [row for row in rows if row["due_at"] is not None and row["due_at"] <= limit]
        return sorted(due, key=lambda row: (row["due_at"], row["id"]))
