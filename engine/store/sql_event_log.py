"""The write side of a SQL database, and the log's own reads."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, insert, select

from engine.ports import Append, Refusal, Snapshot
from engine.store import tables as t
from engine.store.database import Database
from engine.store.projections import micros
from engine.store.rows import log_row
from engine.store.statements import ROW
from engine.store.unit_of_work import prepare
from engine.views import LogRow

PAGE = 1_000


class SqlEventLog:
    """EventLog over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, batch: Append) -> None:
        """Durable when it returns."""
        self._database.submit(prepare(batch))

    def refuse(self, refusal: Refusal) -> None:
        """Keep a refused command beside the instances."""
        values = {
            "command_id": refusal.command_id,
            "instance_id": refusal.instance_id,
            "actor": refusal.actor,
            "at": micros(refusal.at),
            "type": refusal.type,
            "problem": refusal.problem,
            "en": refusal.en,
        }
        with self._database.write() as connection:
            connection.execute(insert(t.refusal).values(values))

    def command_row(self, command_id: str) -> LogRow | None:
        """The row of an accepted command with this id."""
        found = self._database.fetch(self._database.statements.command_row, (command_id,))
        return log_row(found[0]) if found else None

    def rows(self, instance_id: str, after_version: int = 0) -> list[LogRow]:
        """The rows of one instance, in order."""
        values = (instance_id, after_version)
        return [
            log_row(row) for row in self._database.fetch(self._database.statements.rows, values)
        ]

    def all_rows(self, after_seq: int = 0, limit: int = 10_000) -> list[LogRow]:
        """Rows of all instances in commit order."""
        statement = (
            select(*(t.log.c[name] for name in ROW))
            .where(t.log.c.seq > after_seq)
            .order_by(t.log.c.seq)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [log_row(tuple(row)) for row in connection.execute(statement)]

    def instance_ids(self) -> Iterator[str]:
        """All instances, by id, read page by page."""
        after = ""
        while True:
            statement = (
                select(t.process_instance.c.id)
                .where(t.process_instance.c.id > after)
                .order_by(t.process_instance.c.id)
                .limit(PAGE)
            )
            with self._database.read() as connection:
                found = list(connection.scalars(statement))
            yield from found
            if len(found) < PAGE:
                return
            after = found[-1]

    def version(self, instance_id: str) -> int:
        """The instance's version; 0 when it does not exist."""
        found = self._database.fetch(self._database.statements.version, (instance_id,))
        return int(found[0][0]) if found else 0

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Kept at once, stored with the next commit."""
        self._database.keep_snapshot(snapshot)

    def snapshot(self, instance_id: str) -> Snapshot | None:
        """The newest snapshot, stored or not."""
        pending = self._database.pending_snapshot(instance_id)
        if pending is not None:
            return pending
        found = self._database.fetch(self._database.statements.snapshot, (instance_id,))
        if not found:
            return None
        instance, version, key, body = found[0]
        return Snapshot(instance_id=instance, version=version, key=key, body=body)

    def delete_snapshots(self) -> None:
        """Forget the cache; the log has everything."""
        self._database.forget_snapshots()
        with self._database.write() as connection:
            connection.execute(delete(t.snapshot))
