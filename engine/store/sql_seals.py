"""The Merkle log's seals in a SQL database, and the bounded reads that verifying needs."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, text, tuple_
from sqlalchemy.exc import IntegrityError

from engine.errors import ConcurrencyConflict
from engine.store import rows
from engine.store import tables as t
from engine.store.database import Database
from engine.store.statements import ROW
from engine.views import Head, LogRow, Seal

SEAL_BARRIER: Final = 0x6775_6373
"""PostgreSQL advisory lock: writers share it for a transaction, a sealer takes it whole, once."""

_LOG: Final = t.log.c
_SEAL: Final = t.seal.c
_STREAMS: Final = (t.process_instance.c, t.message.c)
"""Where the heads of all chains are: of cases, and of messages and signals."""


class SqlSealLog:
    """SealLog over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last_seal(self) -> Seal | None:
        """The newest seal."""
        found = self._all(select(t.seal).order_by(_SEAL.size.desc()).limit(1))
        return rows.seal(found[0]) if found else None

    def seals(self, after_size: int, limit: int) -> list[Seal]:
        """Seals by size."""
        statement = select(t.seal).where(_SEAL.size > after_size).order_by(_SEAL.size)
        return [rows.seal(row) for row in self._all(statement.limit(limit))]

    def sealable(self, after_seq: int, limit: int) -> list[tuple[int, bytes]]:
        """Committed rows that no row in flight can still come before."""
        statement = select(_LOG.seq, _LOG.hash).where(_LOG.seq > after_seq)
        if self._database.dialect == "postgresql":
            statement = statement.where(_LOG.seq <= settled_seq(self._database))
        with self._database.read() as connection:
            found = connection.execute(statement.order_by(_LOG.seq).limit(limit)).all()
        return [(seq, digest) for seq, digest in found]

    def add_seal(self, seal: Seal) -> None:
        """Raises ConcurrencyConflict when another sealer was first."""
        values = {
            "size": seal.size,
            "previous": seal.previous,
            "last_seq": seal.last_seq,
            "root": seal.root,
            "peaks": b"".join(seal.peaks),
        }
        try:
            with self._database.write() as connection:
                connection.execute(insert(t.seal).values(values))
        except IntegrityError as error:
            raise ConcurrencyConflict(
                "日志已由另一进程封存", f"Expected to seal from {seal.previous}, another was first"
            ) from error

    def head(self, instance_id: str) -> Head | None:
        """Where the chain of an instance, message or signal ends."""
        found = [row for one in _STREAMS for row in self._all(_heads(one, one.id == instance_id))]
        return rows.head(found[0]) if found else None

    def heads(self, after_id: str, limit: int) -> list[Head]:
        """Instances, messages and signals by id."""
        found = []
        for one in _STREAMS:
            statement = _heads(one, one.id > after_id).order_by(one.id).limit(limit)
            found += [rows.head(row) for row in self._all(statement)]
        return sorted(found, key=lambda head: head.instance_id)[:limit]

    def rows_by_instance(self, after_id: str, after_version: int, limit: int) -> list[LogRow]:
        """Rows of all instances by instance id and version."""
        place = tuple_(_LOG.instance_id, _LOG.version)
        statement = (
            select(*(t.log.c[name] for name in ROW))
            .where(place > (after_id, after_version))
            .order_by(_LOG.instance_id, _LOG.version)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [rows.log_row(tuple(row)) for row in connection.execute(statement)]

    def _all(self, statement: Select[Any]) -> list[Any]:
        with self._database.read() as connection:
            return list(connection.execute(statement).mappings())


def _heads(columns: Any, wanted: ColumnElement[bool]) -> Select[Any]:
    return select(columns.id, columns.version, columns.head).where(wanted)


def settled_seq(database: Database) -> int:
    """The newest row number when no writer was in flight: all below it are there or never will be.

    Numbers are given before commit, so without this a later number could be seen first.
    """
    with database.read() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SEAL_BARRIER})
        return _newest_seq(connection)


def _newest_seq(connection: Connection) -> int:
    return int(connection.scalar(select(func.coalesce(func.max(_LOG.seq), 0))) or 0)
