"""Batches in the same database as the cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import RowMapping, Select, delete, func, insert, select, update

from engine.batches.model import Batch, BatchItem, BatchStatus, BatchStore, Ended, ItemStatus
from engine.batches.plain import encode_asked, read_asked
from engine.core.ids import UserId
from engine.errors import Text
from engine.ports import Store
from engine.store.batch_tables import batch as table
from engine.store.batch_tables import batch_item as item_table
from engine.store.database import Database
from engine.store.facts import from_micros, micros, micros_or_none, texts
from engine.store.memory_batches import MemoryBatches
from engine.store.sql_store import SqlStore

_BATCH: Final = table.c
_ITEM: Final = item_table.c
_RUNNING: Final = select(table).where(_BATCH.status == BatchStatus.RUNNING).order_by(_BATCH.id)
"""Built once: it is asked after every command."""


def batches_of(store: Store) -> BatchStore:
    """The batches beside a store's own tables; in memory for a store in memory."""
    return SqlBatches(store.database) if isinstance(store, SqlStore) else MemoryBatches()


class SqlBatches:
    """A BatchStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, batch: Batch, items: Sequence[BatchItem], forget_before: datetime) -> None:
        """Durable when it returns."""
        old = select(_BATCH.id).where(
            _BATCH.status == BatchStatus.PREVIEWED, _BATCH.made_at < micros(forget_before)
        )
        with self._database.write() as connection:
            gone = list(connection.execute(old).scalars())
            if gone:
                connection.execute(delete(item_table).where(_ITEM.batch_id.in_(gone)))
                connection.execute(delete(table).where(_BATCH.id.in_(gone)))
            connection.execute(insert(table).values(_batch_row(batch)))
            if items:
                connection.execute(insert(item_table), [_item_row(batch.id, one) for one in items])

    def batch(self, batch_id: str) -> Batch | None:
        """With the counts of its items."""
        found = self._read(select(table).where(_BATCH.id == batch_id))
        return found[0] if found else None

    def batches(self, by: UserId | None, before: str | None, limit: int) -> list[Batch]:
        """Newest first."""
        wanted = select(table).where(_BATCH.status != BatchStatus.PREVIEWED)
        if by is not None:
            wanted = wanted.where(_BATCH.by == by)
        if before is not None:
            wanted = wanted.where(_BATCH.id < before)
        return self._read(wanted.order_by(_BATCH.id.desc()).limit(limit))

    def _read(self, wanted: Select[Any]) -> list[Batch]:
        with self._database.read() as connection:
            rows = connection.execute(wanted).mappings().all()
            ids = [row["id"] for row in rows]
            counted = (
                select(_ITEM.batch_id, _ITEM.status, func.count())
                .where(_ITEM.batch_id.in_(ids))
                .group_by(_ITEM.batch_id, _ITEM.status)
            )
            counts: dict[str, dict[str, int]] = {}
            for batch_id, status, count in connection.execute(counted):
                counts.setdefault(batch_id, {})[status] = count
        return [_batch(row, counts.get(row["id"], {})) for row in rows]

    def items(
        self, batch_id: str, status: ItemStatus | None, after: int, limit: int
    ) -> list[BatchItem]:
        """In order."""
        wanted = select(item_table).where(_ITEM.batch_id == batch_id, _ITEM.number > after)
        if status is not None:
            wanted = wanted.where(_ITEM.status == status)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(_ITEM.number).limit(limit)).mappings()
            return [_item(row) for row in rows]

    def start(self, batch_id: str, reason: str, at: datetime) -> bool:
        """One conditional change: of several callers one wins."""
        changed = update(table).where(_BATCH.id == batch_id, _BATCH.status == BatchStatus.PREVIEWED)
        values = {"status": BatchStatus.RUNNING, "reason": reason, "started_at": micros(at)}
        with self._database.write() as connection:
            return connection.execute(changed.values(values)).rowcount > 0

    def running(self) -> list[Batch]:
        """The oldest first."""
        with self._database.read() as connection:
            return [_batch(row, {}) for row in connection.execute(_RUNNING).mappings()]

    def is_running(self, batch_id: str) -> bool:
        """As of now."""
        with self._database.read() as connection:
            status = connection.execute(select(_BATCH.status).where(_BATCH.id == batch_id)).scalar()
        return status == BatchStatus.RUNNING

    def end_item(self, batch_id: str, item: BatchItem, ended: Ended) -> None:
        """Durable when it returns."""
        waits = (_ITEM.batch_id == batch_id, _ITEM.status == ItemStatus.WAITING)
        values = {
            "status": ended.status,
            "said_zh": ended.said.zh,
            "said_en": ended.said.en,
            "ended_at": micros(ended.at),
        }
        with self._database.write() as connection:
            connection.execute(
                update(item_table).where(*waits, _ITEM.number == item.number).values(values)
            )
            if ended.version is not None:
                same = (_ITEM.instance_id == item.instance_id, _ITEM.version == item.version)
                connection.execute(
                    update(item_table).where(*waits, *same).values(version=ended.version)
                )

    def finish(self, batch_id: str, status: BatchStatus, at: datetime) -> bool:
        """With what still waits, in one transaction."""
        changed = update(table).where(_BATCH.id == batch_id, _BATCH.status == BatchStatus.RUNNING)
        left = update(item_table).where(
            _ITEM.batch_id == batch_id, _ITEM.status == ItemStatus.WAITING
        )
        with self._database.write() as connection:
            done = connection.execute(changed.values(status=status, ended_at=micros(at)))
            if done.rowcount:
                connection.execute(left.values(status=ItemStatus.STOPPED))
            return done.rowcount > 0


def _batch_row(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id,
        "by": batch.by,
        "roles": texts(batch.roles),
        "asked": encode_asked(batch.asked),
        "digest": batch.digest,
        "reason": batch.reason,
        "status": batch.status,
        "made_at": micros(batch.made_at),
        "started_at": micros_or_none(batch.started_at),
        "ended_at": micros_or_none(batch.ended_at),
    }


def _batch(row: RowMapping, counts: dict[str, int]) -> Batch:
    return Batch(
        id=row["id"],
        by=UserId(row["by"]),
        roles=tuple(orjson.loads(row["roles"])),
        asked=read_asked(row["asked"]),
        digest=row["digest"],
        reason=row["reason"],
        status=BatchStatus(row["status"]),
        made_at=from_micros(row["made_at"]),
        started_at=_moment(row["started_at"]),
        ended_at=_moment(row["ended_at"]),
        counts=counts,
    )


def _moment(at: int | None) -> datetime | None:
    return None if at is None else from_micros(at)


def _item_row(batch_id: str, item: BatchItem) -> dict[str, Any]:
    return {
        "batch_id": batch_id,
        "number": item.number,
        "instance_id": item.instance_id,
        "subject": item.subject,
        "version": item.version,
        "title": item.title,
        "element_id": item.element_id,
        "where_zh": item.where.zh,
        "where_en": item.where.en,
        "status": item.status,
        "said_zh": item.said.zh,
        "said_en": item.said.en,
        "ended_at": micros_or_none(item.ended_at),
    }


def _item(row: RowMapping) -> BatchItem:
    return BatchItem(
        number=row["number"],
        instance_id=row["instance_id"],
        subject=row["subject"],
        version=row["version"],
        title=row["title"],
        element_id=row["element_id"],
        where=Text(zh=row["where_zh"], en=row["where_en"]),
        status=ItemStatus(row["status"]),
        said=Text(zh=row["said_zh"], en=row["said_en"]),
        ended_at=_moment(row["ended_at"]),
    )
