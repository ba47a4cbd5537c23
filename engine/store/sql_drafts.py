"""Drafts in the same database as the cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from engine.core.ids import UserId
from engine.drafts import ITEM, START, DraftRow, DraftStore, Place
from engine.ports import Store
from engine.store.database import Database
from engine.store.draft_tables import draft as table
from engine.store.memory_drafts import MemoryDrafts
from engine.store.projections import from_micros, micros
from engine.store.sql_store import SqlStore
from engine.store.tables import work_item

_OWN = table.c


def drafts_of(store: Store) -> DraftStore:
    """The drafts beside a store's own tables; in memory for a store in memory."""
    return SqlDrafts(store.database) if isinstance(store, SqlStore) else MemoryDrafts()


class SqlDrafts:
    """A DraftStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def draft(self, place: Place) -> DraftRow | None:
        """The draft as it was saved last."""
        with self._database.read() as connection:
            row = connection.execute(select(table).where(_is(place))).mappings().first()
        if row is None:
            return None
        return DraftRow(
            version=row["version"], saved_at=from_micros(row["saved_at"]), body=row["body"]
        )

    def starts(self, user: UserId, limit: int) -> list[tuple[str, datetime]]:
        """Newest first, without what was typed."""
        mine = and_(_OWN.login == user, _OWN.kind == START)
        newest = select(_OWN.subject, _OWN.saved_at).where(mine)
        newest = newest.order_by(_OWN.saved_at.desc(), _OWN.subject).limit(limit)
        with self._database.read() as connection:
            rows = connection.execute(newest).all()
        return [(row.subject, from_micros(row.saved_at)) for row in rows]

    def save_draft(self, place: Place, row: DraftRow, forget_before: datetime) -> bool:
        """Durable when it returns True."""
        try:
            with self._database.write() as connection:
                if not _kept(connection, place, row):
                    return False
                connection.execute(_forgetting(place, forget_before))
                return True
        except IntegrityError:
            return False  # another tab saved the first version at the same moment

    def drop_draft(self, place: Place) -> None:
        """Forget it."""
        with self._database.write() as connection:
            connection.execute(delete(table).where(_is(place)))


def _is(place: Place) -> ColumnElement[bool]:
    return and_(_OWN.login == place.user, _OWN.kind == place.kind, _OWN.subject == place.subject)


def _kept(connection: Connection, place: Place, row: DraftRow) -> bool:
    values = {"version": row.version, "saved_at": micros(row.saved_at), "body": row.body}
    if row.version > 1:
        before = _OWN.version == row.version - 1
        return (
            connection.execute(update(table).where(_is(place), before).values(values)).rowcount > 0
        )
    if connection.execute(select(_OWN.version).where(_is(place))).first() is not None:
        return False
    key = {"login": place.user, "kind": place.kind, "subject": place.subject}
    connection.execute(insert(table).values({**key, **values}))
    return True


def _forgetting(place: Place, before: datetime) -> Any:
    """What this person has not touched for long, and what is no longer to be done."""
    ended = select(work_item.c.id).where(work_item.c.ended_at.is_not(None))
    done = and_(_OWN.kind == ITEM, _OWN.subject.in_(ended))
    return delete(table).where(_OWN.login == place.user, or_(_OWN.saved_at < micros(before), done))
