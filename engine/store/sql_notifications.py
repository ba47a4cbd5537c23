"""Notifications in the same database as the log that they are told from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Table, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.core.ids import UserId
from engine.notifications.model import (
    WAITING,
    Delivery,
    Notification,
    NotificationKind,
    NotificationStore,
    Over,
    Telling,
    Told,
    Watch,
)
from engine.ports import Store
from engine.store import notification_tables as n
from engine.store import tables as t
from engine.store.database import Database
from engine.store.facts import from_micros, micros, micros_or_none
from engine.store.memory import MemoryStore
from engine.store.memory_notifications import MemoryNotifications
from engine.store.rows import log_row
from engine.store.sql_deliveries import SqlDeliveries
from engine.store.sql_seals import settled_seq
from engine.store.sql_store import SqlStore
from engine.store.statements import ROW
from engine.views import LogRow

_CURSOR: Final = "log"
_OWN: Final = n.notification.c
_LOG: Final = t.log.c


def notifications_of(store: Store) -> NotificationStore:
    """The notifications beside a store's own tables; in memory for a store in memory."""
    if isinstance(store, SqlStore):
        return SqlNotifications(store.database)
    assert isinstance(store, MemoryStore)  # noqa: S101 -- there are these two
    return MemoryNotifications(store.memory)


class SqlNotifications(SqlDeliveries):
    """A NotificationStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- the log ---------------------------------------------------------------------------------

    def cursor(self) -> int:
        """Nothing was told of a log whose cursor is not there."""
        with self._database.read() as connection:
            return _cursor(connection) or 0

    def settled(self) -> int:
        """On SQLite rows are committed in their order; PostgreSQL is asked who is in flight."""
        with self._database.read() as connection:
            newest = connection.scalar(select(func.max(_LOG.seq))) or 0
            if self._database.dialect == "sqlite" or newest == (_cursor(connection) or 0):
                return int(newest)
        return settled_seq(self._database)

    def fresh_rows(self, after: int, until: int, types: Sequence[str], limit: int) -> list[LogRow]:
        """A walk along the newest rows of the log."""
        statement = (
            select(*(t.log.c[name] for name in ROW))
            .where(_LOG.seq > after, _LOG.seq <= until, _LOG.type.in_(types))
            .order_by(_LOG.seq)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [log_row(tuple(row)) for row in connection.execute(statement)]

    def tell(self, told: Told) -> bool:
        """One transaction; the cursor's row is what collectors take turns by."""
        with self._database.write() as connection:
            if not _moved(connection, told):
                return False
            _keep(connection, Telling(told.notifications, told.deliveries))
            for over in told.over:
                connection.execute(_reading(over))
            over_with = [one.work_item_id for one in told.over if one.keeps is None]
            for kind, table in _WATCHES.items():
                watches = [one for one in told.watches if one.kind is kind]
                changed = [
                    one.work_item_id for one in (*told.unwatched, *watches) if one.kind is kind
                ]
                gone = [*over_with, *changed]
                if gone:
                    connection.execute(delete(table).where(table.c.work_item_id.in_(gone)))
                watches = [one for one in watches if one.work_item_id not in over_with]
                if watches:
                    _add(connection, table, map(_watch_values, watches))
            return True

    def due_watches(
        self, now: datetime, limit: int, kind: NotificationKind = NotificationKind.OVERDUE
    ) -> list[Watch]:
        """The earliest first."""
        table = _WATCHES[kind]
        statement = (
            select(table)
            .where(table.c.due_at <= micros(now))
            .order_by(table.c.due_at, table.c.work_item_id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [
                Watch(
                    work_item_id=row["work_item_id"], due_at=from_micros(row["due_at"]), kind=kind
                )
                for row in connection.execute(statement).mappings()
            ]

    # -- what people read ------------------------------------------------------------------------

    def notifications(
        self, user: UserId, *, before: int | None, unread: bool, limit: int
    ) -> list[Notification]:
        """By one index, newest first."""
        statement = select(n.notification).where(_OWN.login == user)
        if before is not None:
            statement = statement.where(_OWN.number < before)
        if unread:
            statement = statement.where(_OWN.read_at.is_(None))
        statement = statement.order_by(_OWN.number.desc()).limit(limit)
        with self._database.read() as connection:
            return [_notification(row) for row in connection.execute(statement).mappings()]

    def named(self, ids: Sequence[str]) -> list[Notification]:
        """In the order in which they were told."""
        statement = select(n.notification).where(_OWN.id.in_(ids)).order_by(_OWN.number)
        with self._database.read() as connection:
            return [_notification(row) for row in connection.execute(statement).mappings()]

    def unread(self, user: UserId) -> int:
        """Counted in an index of its own."""
        statement = select(func.count()).where(_OWN.login == user, _OWN.read_at.is_(None))
        with self._database.read() as connection:
            return int(connection.scalar(statement) or 0)

    def mark_read(self, user: UserId, ids: Sequence[str] | None, at: datetime) -> int:
        """Of what is read already nothing changes."""
        statement = update(n.notification).where(_OWN.login == user, _OWN.read_at.is_(None))
        if ids is not None:
            statement = statement.where(_OWN.id.in_(ids))
        with self._database.write() as connection:
            return connection.execute(statement.values(read_at=micros(at))).rowcount

    def newest(self) -> int:
        """The end of the primary key."""
        with self._database.read() as connection:
            return int(connection.scalar(select(func.max(_OWN.number))) or 0)

    def told_after(self, number: int) -> tuple[int, frozenset[UserId]]:
        """A walk along the newest rows."""
        statement = select(_OWN.number, _OWN.login).where(_OWN.number > number)
        with self._database.read() as connection:
            found = connection.execute(statement).all()
        newest = max((row.number for row in found), default=number)
        return newest, frozenset(UserId(row.login) for row in found)

    # -- preferences -----------------------------------------------------------------------------

    def preferences(self, users: Collection[UserId]) -> Mapping[UserId, str]:
        """One statement."""
        table = n.notification_preference
        statement = select(table).where(table.c.login.in_(users))
        with self._database.read() as connection:
            return {UserId(row.login): row.body for row in connection.execute(statement)}

    def keep_preferences(self, user: UserId, body: str) -> None:
        """In the place of those before."""
        table = n.notification_preference
        with self._database.write() as connection:
            connection.execute(delete(table).where(table.c.login == user))
            connection.execute(insert(table).values(login=user, body=body))


def keep_telling(connection: Connection, telling: Telling) -> None:
    """In a transaction of something else. Numbers are in the order of commits: who gives one has
    the cursor's row until the end."""
    if not telling.notifications:
        return
    table = n.notification_cursor
    locking = update(table).where(table.c.name == _CURSOR).values(seq=table.c.seq)
    begun = connection.execute(locking).rowcount or _moved(connection, Told(after=0, until=0))
    if not begun:  # another has made the row meanwhile
        connection.execute(locking)
    _keep(connection, telling)


def _keep(connection: Connection, telling: Telling) -> None:
    if telling.notifications:
        _add(connection, n.notification, map(_values, telling.notifications))
    if telling.deliveries:
        _add(connection, n.delivery, map(_waiting, telling.deliveries))


def _add(connection: Connection, table: Table, rows: Any) -> None:
    """What is there already stays."""
    make: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(make(table).on_conflict_do_nothing(), list(rows))


def _cursor(connection: Connection) -> int | None:
    table = n.notification_cursor
    return connection.scalar(select(table.c.seq).where(table.c.name == _CURSOR))


def _moved(connection: Connection, told: Told) -> bool:
    """Whether the cursor was where it should be; it is locked until the transaction ends."""
    table = n.notification_cursor
    moving = (
        update(table)
        .where(table.c.name == _CURSOR, table.c.seq == told.after)
        .values(seq=told.until)
    )
    if connection.execute(moving).rowcount:
        return True
    if told.after or _cursor(connection) is not None:
        return False
    if connection.dialect.name == "postgresql":  # two may make the first row at once
        connection.execute(text("LOCK TABLE notification_cursor IN EXCLUSIVE MODE"))
        if _cursor(connection) is not None:
            return False
    connection.execute(insert(table).values(name=_CURSOR, seq=told.until))
    return True


def _reading(over: Over) -> Any:
    statement = update(n.notification).where(
        _OWN.work_item_id == over.work_item_id, _OWN.read_at.is_(None)
    )
    if over.keeps is not None:
        statement = statement.where(_OWN.login != over.keeps)
    return statement.values(read_at=micros(over.at))


def _values(one: Notification) -> dict[str, Any]:
    return {
        "id": one.id,
        "login": one.user,
        "kind": one.kind.value,
        "instance_id": one.instance_id,
        "work_item_id": one.work_item_id,
        "at": micros(one.at),
        "about": orjson.dumps(dict(one.about), option=orjson.OPT_SORT_KEYS).decode(),
        "read_at": micros_or_none(one.read_at),
    }


def _waiting(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "notification_id": one.notification_id,
        "login": one.user,
        "channel": one.channel,
        "batch": one.batch,
        "due_at": micros(one.due_at),
        "attempts": one.attempts,
        "state": WAITING,
        "taken_by": "",
        "done_at": None,
        "error": "",
    }


_WATCHES: Final = {
    NotificationKind.OVERDUE: n.notification_watch,
    NotificationKind.FOLLOW_UP: n.follow_up_watch,
}


def _watch_values(one: Watch) -> dict[str, Any]:
    return {"work_item_id": one.work_item_id, "due_at": micros(one.due_at)}


def _notification(row: Any) -> Notification:
    read_at = row["read_at"]
    return Notification(
        id=row["id"],
        user=UserId(row["login"]),
        kind=NotificationKind(row["kind"]),
        instance_id=row["instance_id"],
        work_item_id=row["work_item_id"],
        at=from_micros(row["at"]),
        about=orjson.loads(row["about"]),
        read_at=None if read_at is None else from_micros(read_at),
        number=row["number"],
    )
