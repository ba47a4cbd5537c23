"""The floor: exactly the rows that the product wrote, written again by the standard library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.store.engines import open_sqlite

Statement = tuple[str, Any, bool]  # text, values, many
Transaction = list[Statement]


class RecordingCursor:
    """Stands where the writer's cursor stands and keeps what it executes, per transaction."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self.open: Transaction = []
        self.done: list[Transaction] = []

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    def execute(self, text: str, values: Sequence[Any] = ()) -> Any:
        if text == "COMMIT":
            self.done.append(self.open)
            self.open = []
        elif not text.startswith("BEGIN"):
            self.open.append((text, values, False))
        return self._cursor.execute(text, values)

    def executemany(self, text: str, values: Sequence[Any]) -> Any:
        self.open.append((text, values, True))
        return self._cursor.executemany(text, values)

    def taken(self) -> list[Transaction]:
        """The transactions since the last call."""
        done, self.done = self.done, []
        return done


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
    return tuple(found)  # type: ignore[return-value]
