"""The in-memory twin of the tables of notifications."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.core.ids import UserId
from engine.notifications.model import (
    WAITING,
    Delivery,
    DeliveryState,
    Notification,
    NotificationKind,
    Over,
    Telling,
    Told,
    Watch,
)
from engine.store.memory_state import MemoryState
from engine.views import LogRow


@dataclass(slots=True)
class _Sending:
    """A delivery and how it stands."""

    what: Delivery
    due_at: datetime | None
    state: str = WAITING
    taken_by: str = ""
    done_at: datetime | None = None
    error: str = ""


class MemoryNotifications:
    """A NotificationStore that is gone with the process."""

    def __init__(self, memory: MemoryState) -> None:
        self._memory = memory
        self._cursor = 0
        self._told: dict[str, Notification] = {}  # in the order of their numbers
        self._sending: dict[str, _Sending] = {}
        self._watches: dict[tuple[str, NotificationKind], Watch] = {}
        self._preferences: dict[UserId, str] = {}

    def cursor(self) -> int:
        return self._cursor

    def settled(self) -> int:
        return len(self._memory.log)

    def fresh_rows(self, after: int, until: int, types: Sequence[str], limit: int) -> list[LogRow]:
        with self._memory.lock:
            rows = self._memory.log[after:until]
        return [row for row in rows if row.type in types][:limit]

    def tell(self, told: Told) -> bool:
        with self._memory.lock:
            if told.after != self._cursor:
                return False
            self._cursor = told.until
            self.add(Telling(told.notifications, told.deliveries))
            for watch in told.unwatched:
                self._watches.pop((watch.work_item_id, watch.kind), None)
            for watch in told.watches:
                self._watches[watch.work_item_id, watch.kind] = watch
            for over in told.over:
                self._end(over)
            return True

    def add(self, telling: Telling) -> None:
        """With whatever else is done under the lock."""
        for one in telling.notifications:
            numbered = replace(one, number=len(self._told) + 1)
            self._told.setdefault(one.id, numbered)
        for sent in telling.deliveries:
            self._sending.setdefault(sent.id, _Sending(sent, sent.due_at))

    def _end(self, over: Over) -> None:
        for name, one in self._told.items():
            meant = one.work_item_id == over.work_item_id and one.user != over.keeps
            if meant and one.read_at is None:
                self._told[name] = replace(one, read_at=over.at)
        if over.keeps is None:
            for kind in (NotificationKind.OVERDUE, NotificationKind.FOLLOW_UP):
                self._watches.pop((over.work_item_id, kind), None)

    def due_watches(
        self, now: datetime, limit: int, kind: NotificationKind = NotificationKind.OVERDUE
    ) -> list[Watch]:
        watches = [one for one in list(self._watches.values()) if one.kind is kind]
        found = [one for one in watches if one.due_at <= now]
        return sorted(found, key=lambda one: (one.due_at, one.work_item_id))[:limit]

    def notifications(
        self, user: UserId, *, before: int | None, unread: bool, limit: int
    ) -> list[Notification]:
        found = [
            one
            for one in self._all()
            if one.user == user
            and (before is None or one.number < before)
            and not (unread and one.read_at)
        ]
        return found[::-1][:limit]

    def _all(self) -> list[Notification]:
        with self._memory.lock:
            return list(self._told.values())

    def named(self, ids: Sequence[str]) -> list[Notification]:
        return [one for one in self._all() if one.id in ids]

    def unread(self, user: UserId) -> int:
        return sum(one.user == user and one.read_at is None for one in self._all())

    def mark_read(self, user: UserId, ids: Sequence[str] | None, at: datetime) -> int:
        with self._memory.lock:
            meant = [
                name
                for name, one in self._told.items()
                if one.user == user and one.read_at is None and (ids is None or name in ids)
            ]
            for name in meant:
                self._told[name] = replace(self._told[name], read_at=at)
        return len(meant)

    def newest(self) -> int:
        return len(self._told)

    def told_after(self, number: int) -> tuple[int, frozenset[UserId]]:
        found = self._all()[number:]
        return number + len(found), frozenset(one.user for one in found)

    def preferences(self, users: Collection[UserId]) -> Mapping[UserId, str]:
        return {user: self._preferences[user] for user in users if user in self._preferences}

    def keep_preferences(self, user: UserId, body: str) -> None:
        self._preferences[user] = body

    def take(self, now: datetime, until: datetime, by: str, limit: int) -> list[Delivery]:
        with self._memory.lock:
            due = [one for one in self._sending.values() if one.due_at and one.due_at <= now]
            due.sort(key=lambda one: (one.due_at, one.what.id))
            batches = {one.what.batch for one in due[:limit]}
            taken = [one for one in due if one.what.batch in batches]
            for one in taken:
                one.due_at, one.taken_by = until, by
                one.what = replace(one.what, attempts=one.what.attempts + 1, due_at=until)
            return [one.what for one in sorted(taken, key=lambda o: (o.what.batch, o.what.id))]

    def settle(
        self, ids: Sequence[str], state: str, at: datetime, error: str, again: datetime | None
    ) -> None:
        with self._memory.lock:
            for name in ids:
                one = self._sending[name]
                one.state, one.error, one.due_at, one.taken_by = state, error, again, ""
                one.done_at = None if again else at

    def deliveries(self, state: str, limit: int) -> list[DeliveryState]:
        with self._memory.lock:
            found = [one for one in self._sending.values() if one.state == state]
        found.sort(key=lambda one: one.what.id)
        found.sort(key=lambda one: one.done_at or one.what.due_at, reverse=True)
        return [
            DeliveryState(
                id=one.what.id,
                user=one.what.user,
                channel=one.what.channel,
                state=one.state,
                attempts=one.what.attempts,
                due_at=one.due_at,
                done_at=one.done_at,
                error=one.error,
            )
            for one in found[:limit]
        ]
