"""The floor: exactly the rows that the product wrote, written again by the standard library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.store.engines import open_sqlite
from engine.store.sqlite_writer import SqliteWriter

Statement = tuple[str, Any, bool]  # text, values, many
Transaction = list[Statement]


class Recording:
    """Keeps what the writer commits, and says later which statements that was.

    While the product is timed, only the units are kept: to be watched must not cost it anything.
    """

    def __init__(self, writer: SqliteWriter) -> None:
        self._writer = writer
        self._commit = writer.commit
        self._kept: list[tuple[Any, Any]] = []
        writer.commit = self._watched  # type: ignore[method-assign]

    def _watched(self, units: Sequence[Any], snapshots: Sequence[Any]) -> Any:
        self._kept.append((units, snapshots))
        return self._commit(units, snapshots)

    def taken(self) -> list[Transaction]:
        """The statements of each transaction since the last call."""
        kept, self._kept = self._kept, []
        return [self._statements(units, snapshots) for units, snapshots in kept]

    def _statements(self, units: Sequence[Any], snapshots: Sequence[Any]) -> Transaction:
        listener = _Listener()
        double = SqliteWriter(listener, self._writer._statements)  # type: ignore[arg-type]
        double.commit(units, snapshots)
        return [one for one in listener.heard if one[0].split()[0] in _WRITES]


_WRITES = frozenset({"INSERT", "UPDATE", "DELETE", "REPLACE"})


class _Listener:
    """A connection and cursor that executes nothing, and says that each row was there."""

    rowcount = 1
    in_transaction = False

    def __init__(self) -> None:
        self.heard: Transaction = []

    def cursor(self) -> _Listener:
        return self

    def execute(self, text: str, values: Sequence[Any] = ()) -> None:
        self.heard.append((text, values, False))

    def executemany(self, text: str, values: Sequence[Any]) -> None:
        self.heard.append((text, values, True))


class Floor:
    """A second database of the same content, to which recorded transactions are applied."""

    def __init__(self, path: Path) -> None:
        # A plain sqlite3 connection with the product's own pragmas (WAL and synchronous=FULL are
        # read back there), so that both sides pay the same for durability.
        self._connection = open_sqlite(str(path))
        self._cursor = self._connection.cursor()

    def apply(self, transaction: Transaction) -> None:
        """One durable transaction."""
        execute, executemany = self._cursor.execute, self._cursor.executemany
        execute("BEGIN IMMEDIATE")
        for text, values, many in transaction:
            if many:
                executemany(text, values)
            else:
                execute(text, values)
        execute("COMMIT")

    def count(self) -> tuple[int, int]:
        """Rows of the log and of the work items: must equal the product's, or a figure is void."""
        return counts(self._connection)

    def close(self) -> None:
        self._connection.close()


def counts(connection: sqlite3.Connection) -> tuple[int, int]:
    """(log rows, work items)."""
    found: Iterator[Any] = (
        connection.execute(text).fetchone()[0]
        for text in ("SELECT count(*) FROM log", "SELECT count(*) FROM work_item")
    )
    return tuple(found)
