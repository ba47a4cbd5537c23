"""Drafts and records of the studio in the same database as the catalogue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.notifications.model import NotificationStore, Telling
from engine.ports import Store
from engine.store import tables as t
from engine.store.database import Database
from engine.store.memory import MemoryStore
from engine.store.memory_notifications import MemoryNotifications
from engine.store.memory_studio import MemoryStudio
from engine.store.projections import from_micros, micros
from engine.store.sql_notifications import keep_telling
from engine.store.sql_store import SqlStore
from engine.store.studio_tables import studio_draft, studio_file, studio_record
from engine.studio.model import (
    NOTHING,
    Act,
    DraftHead,
    Figures,
    PublishedVersion,
    Record,
    ReviewState,
    StudioDraft,
    StudioFile,
    StudioStore,
    figures_of,
)
from engine.studio.plain import body_of, draft_of

_DRAFT: Final = studio_draft.c
_FILE: Final = studio_file.c
_RECORD: Final = studio_record.c
_VERSION: Final = t.process_definition.c
_RESOURCE: Final = t.resource.c


def studio_of(store: Store, told: NotificationStore) -> StudioStore:
    """The studio beside a store's own tables; in memory for a store in memory. `told` are the
    notifications of the same store, kept with what they tell of."""
    if isinstance(store, SqlStore):
        return SqlStudio(store.database)
    assert isinstance(store, MemoryStore)  # noqa: S101 -- there are these two
    assert isinstance(told, MemoryNotifications)  # noqa: S101 -- of the same store
    return MemoryStudio(store.memory, told)


class SqlStudio:
    """A StudioStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def draft(self, key: str) -> StudioDraft | None:
        """The draft with its files."""
        with self._database.read() as connection:
            body = connection.scalar(select(_DRAFT.body).where(_DRAFT.key == key))
            if body is None:
                return None
            rows = connection.execute(select(studio_file).where(_FILE.key == key)).all()
        return draft_of(body, (StudioFile(name=r.name, text=r.text, base=r.base) for r in rows))

    def drafts(self) -> list[DraftHead]:
        """By key."""
        columns = (_DRAFT.key, _DRAFT.saved_by, _DRAFT.saved_at, _DRAFT.review)
        with self._database.read() as connection:
            rows = connection.execute(select(*columns).order_by(_DRAFT.key)).all()
        return [
            DraftHead(
                key=row.key,
                saved_by=row.saved_by,
                saved_at=from_micros(row.saved_at),
                review=ReviewState(row.review) if row.review else None,
            )
            for row in rows
        ]

    def keep(
        self, draft: StudioDraft, record: Record | None = None, telling: Telling = NOTHING
    ) -> bool:
        """Durable when it returns True; nothing is kept when it raises."""
        try:
            with self._database.write() as connection:
                if not _kept(connection, draft):
                    return False
                if record is not None:
                    _add(connection, record)
                keep_telling(connection, telling)
                return True
        except IntegrityError:
            if draft.version > 1:
                raise
            return False  # somebody else began the draft at the same moment

    def drop(self, key: str, version: int, record: Record) -> bool:
        """Durable when it returns."""
        with self._database.write() as connection:
            _add(connection, record)
            own = (_DRAFT.key == key, _DRAFT.version == version)
            if connection.execute(delete(studio_draft).where(*own)).rowcount == 0:
                return False
            connection.execute(delete(studio_file).where(_FILE.key == key))
            return True

    def records(self, key: str) -> list[Record]:
        """The oldest first."""
        statement = select(studio_record).where(_RECORD.key == key).order_by(_RECORD.seq)
        with self._database.read() as connection:
            rows = connection.execute(statement).all()
        return [
            Record(
                key=row.key,
                at=from_micros(row.at),
                by=row.by,
                act=Act(row.act),
                digest=row.digest,
                note=row.note,
                version=row.version,
                authors=tuple(json.loads(row.authors)),
            )
            for row in rows
        ]

    def versions(self, key: str) -> list[PublishedVersion]:
        """The newest first."""
        found = select(t.process_definition).where(_VERSION.key == key)
        with self._database.read() as connection:
            rows = connection.execute(found.order_by(_VERSION.version.desc())).all()
        return [
            PublishedVersion(
                version=row.version,
                digest=row.digest,
                at=from_micros(row.deployed_at),
                by=row.deployed_by,
            )
            for row in rows
        ]

    def resources(self, kind: str) -> list[str]:
        """In the order of their ids."""
        statement = select(_RESOURCE.name).where(_RESOURCE.kind == kind).distinct()
        with self._database.read() as connection:
            return sorted(connection.scalars(statement))

    def figures(self, now: datetime) -> Mapping[str, Figures]:
        """Three statements, over what is open alone."""
        case, late = t.process_instance.c, t.inbox.c
        running = select(case.process, func.count()).where(case.status == "active")
        stuck = (
            select(case.process, func.count())
            .select_from(t.incident.join(t.process_instance, case.id == t.incident.c.instance_id))
            .where(t.incident.c.resolved_at.is_(None))
        )
        overdue = select(late.process, func.count(late.work_item_id.distinct()))
        overdue = overdue.where(late.due_at < micros(now))
        with self._database.read() as connection:
            counts = [
                {row[0]: int(row[1]) for row in connection.execute(one.group_by(by))}
                for one, by in (
                    (running, case.process),
                    (stuck, case.process),
                    (overdue, late.process),
                )
            ]
        return figures_of(*counts)


def _kept(connection: Connection, draft: StudioDraft) -> bool:
    values: dict[str, Any] = {
        "version": draft.version,
        "saved_by": draft.saved_by,
        "saved_at": micros(draft.saved_at),
        "review": draft.review.state if draft.review else None,
        "body": body_of(draft),
    }
    own = _DRAFT.key == draft.key
    if draft.version > 1:
        before = _DRAFT.version == draft.version - 1
        changed = connection.execute(update(studio_draft).where(own, before).values(values))
        if changed.rowcount == 0:
            return False
    elif connection.execute(select(_DRAFT.version).where(own)).first() is not None:
        return False
    else:
        connection.execute(insert(studio_draft).values({"key": draft.key, **values}))
    _keep_files(connection, draft)
    return True


def _keep_files(connection: Connection, draft: StudioDraft) -> None:
    connection.execute(delete(studio_file).where(_FILE.key == draft.key))
    rows = [
        {"key": draft.key, "name": one.name, "base": one.base, "text": one.text}
        for one in draft.files
    ]
    if rows:
        connection.execute(insert(studio_file), rows)


def _add(connection: Connection, record: Record) -> None:
    values = {
        "key": record.key,
        "at": micros(record.at),
        "by": record.by,
        "act": record.act,
        "digest": record.digest,
        "note": record.note,
        "version": record.version,
        "authors": json.dumps(list(record.authors)),
    }
    connection.execute(insert(studio_record).values(values))
