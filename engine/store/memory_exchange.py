"""The in-memory twin of what waits for messages and signals, is kept, and starts by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from engine.store.memory_state import MemoryState
from engine.store.memory_tables import RowDict
from engine.store.projections import micros
from engine.store.rows import kept_message, subscription
from engine.store.streams import CLAUSE, QUARANTINE
from engine.views import KeptMessage, StartTimer, StartTrigger, Subscription


class MemoryExchange:
    """Exchange over dictionaries."""

    _memory: MemoryState

    def signal_subscriptions(self, signal: str) -> list[Subscription]:
        """Cases that wait for this signal, by id."""
        with self._memory.lock:
            found = sorted(self._memory.tables["subscription"].items())
        return [
            subscription(row)
            for _, row in found
            if (row["kind"], row["message"]) == ("signal", signal)
        ]

    def case_awaiting(self, message: str) -> str | None:
        """One of the cases that wait for a message of this name, by whatever key."""
        with self._memory.lock:
            rows = list(self._memory.tables["subscription"].values())
        waiting = (r for r in rows if r["message"] == message and r["kind"] != "signal")
        return next((str(row["instance_id"]) for row in waiting), None)

    def start_triggers(self, kind: str, name: str) -> list[StartTrigger]:
        """What a message or signal of this name starts, by process and element."""
        with self._memory.lock:
            found = [one for starts in self._memory.triggers.values() for one in starts]
        matching = (one for one in found if (one.kind, one.name) == (kind, name))
        return sorted(matching, key=lambda one: (one.process, one.element_id))

    def start_conditions(self) -> list[StartTrigger]:
        """The start events that a condition triggers, by process and element."""
        return self.start_triggers("conditional", "")

    def is_idle(self, now: datetime) -> bool:
        """Whether no start is due or waits for a condition, and nothing is kept."""
        with self._memory.lock:
            kept = any(r["ended_at"] is None for r in self._memory.tables["message"].values())
        return not kept and not self.start_conditions() and not self.due_starts(now, 1)

    def due_starts(self, now: datetime, limit: int) -> list[StartTimer]:
        """Start timers whose time has come, the longest due first."""
        with self._memory.lock:
            due = [one for one in self._memory.start_timers.values() if one.due_at <= now]
        due.sort(key=lambda one: (one.due_at, one.process, one.element_id))
        return due[:limit]

    def move_start(self, timer: StartTimer, following: StartTimer | None) -> None:
        """Go on to the next occurrence, or end; nothing if the timer is no longer as it was."""
        key = (timer.process, timer.element_id, timer.number)
        with self._memory.lock:
            now = self._memory.start_timers.get(key)
            if now is None or (now.version, now.occurrence) != (timer.version, timer.occurrence):
                return
            if following is None:
                del self._memory.start_timers[key]
            else:
                self._memory.start_timers[key] = following

    def message(self, message_id: str) -> KeptMessage | None:
        """One message or signal, open or ended."""
        row = self._memory.tables["message"].get((message_id,))
        return None if row is None else kept_message(row)

    def quarantines(self, instance_id: str = "") -> list[KeptMessage]:
        """Cases that the worker leaves alone, the longest first; only this one, if one is named."""
        with self._memory.lock:
            found = [
                row
                for row in self._open_messages(QUARANTINE)
                if instance_id in ("", row["instance_id"])
            ]
        found.sort(key=lambda row: (row["published_at"], row["id"]))
        return [kept_message(row) for row in found]

    def awaited_messages(self, now: datetime, limit: int) -> list[KeptMessage]:
        """Kept messages in time that some case or start waits for, the oldest first."""
        with self._memory.lock:
            found = [
                row
                for row in self._open_messages("message")
                if row["expires_at"] > micros(now) and self._is_awaited(row)
            ]
        found.sort(key=lambda row: (row["published_at"], row["id"]))
        return [kept_message(row) for row in found[:limit]]

    def _is_awaited(self, kept: RowDict) -> bool:
        name = kept["name"]
        wanted = (("message", name, kept["correlation_key"]), ("any", name, ""))
        waiting = self._memory.tables["subscription"].values()
        return bool(self.start_triggers("message", kept["name"])) or any(
            (row["kind"], row["message"], row["correlation_key"]) in wanted for row in waiting
        )

    def expired_messages(self, now: datetime, limit: int) -> list[KeptMessage]:
        """Kept messages whose time is over, the longest over first."""
        limit_at = micros(now)
        return self._kept("message", limit_at)[:limit]

    def open_signals(self, limit: int) -> list[KeptMessage]:
        """Signals from outside that are not delivered yet, the oldest first."""
        return self._kept("signal", None)[:limit]

    def occurred(
        self, names: Sequence[str] | None = None, key: str | None = None
    ) -> list[KeptMessage]:
        """What occurred for starts and no case has taken, in order: under these names, with this
        correlation key or none."""
        with self._memory.lock:
            found = [
                row
                for row in self._open_messages("start")
                if (names is None or row["name"] in names)
                and (key is None or row["correlation_key"] in ("", key))
            ]
        found.sort(key=lambda row: (row["published_at"], row["id"]))
        return [kept_message(row) for row in found]

    def last_of_condition(self, name: str) -> KeptMessage | None:
        """What was last noted of a start condition: that it became true, or that it lapsed."""
        with self._memory.lock:
            rows = list(self._memory.tables["message"].values())
        found = [r for r in rows if (r["kind"], r["name"]) == ("start", name)]
        last = max(found, key=lambda row: str(row["id"]), default=None)
        return None if last is None else kept_message(last)

    def organisation_changes(self, after_id: str = "") -> list[KeptMessage]:
        """Recorded changes of the organisation, in order."""
        return [one for one in self._streams("organisation") if one.id > after_id]

    def clause_marks(self) -> list[KeptMessage]:
        """Elements that cite an edited clause, reviewed or not, the oldest mark first."""
        return self._streams(CLAUSE)

    def _streams(self, kind: str) -> list[KeptMessage]:
        with self._memory.lock:
            rows = list(self._memory.tables["message"].values())
        found = [row for row in rows if row["kind"] == kind]
        return [kept_message(row) for row in sorted(found, key=lambda row: str(row["id"]))]

    def _kept(self, kind: str, until: int | None) -> list[KeptMessage]:
        with self._memory.lock:
            found = [
                r for r in self._open_messages(kind) if until is None or r["expires_at"] <= until
            ]
        return [kept_message(r) for r in sorted(found, key=lambda r: (r["expires_at"], r["id"]))]

    def _open_messages(self, kind: str) -> Iterator[RowDict]:
        for row in self._memory.tables["message"].values():
            if row["ended_at"] is None and row["kind"] == kind:
                yield row
