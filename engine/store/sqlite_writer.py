"""Commits units on the one DBAPI connection through which this process writes to SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from engine.errors import IntegrityViolation
from engine.ports import Snapshot
from engine.store.group_commit import Outcome
from engine.store.operations import SHARED_KINDS, Operation
from engine.store.statements import Statements
from engine.store.unit_of_work import Unit, busy, shared_conflict, version_conflict


class SqliteWriter:
    """Used by one thread at a time (group_commit sees to that)."""

    def __init__(self, connection: sqlite3.Connection, statements: Statements) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._statements = statements

    def commit(self, units: Sequence[Unit], snapshots: Sequence[Snapshot]) -> list[Outcome]:
        """One transaction for all; a failing unit fails alone, a failing COMMIT fails all."""
        self._begin()
        try:
            if len(units) == 1:
                self._write(units[0])
                outcomes: list[Outcome] = [None]
            else:
                outcomes = [self._write_apart(unit) for unit in units]
            for kept in snapshots:
                row = (kept.instance_id, kept.version, kept.key, kept.body)
                self._cursor.execute(self._statements.replace_snapshot, row)
            self._cursor.execute("COMMIT")
        except BaseException:
            self.roll_back()
            raise
        return outcomes

    def roll_back(self) -> None:
        """Leave the transaction, whatever state it is in."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Give the connection back to the system."""
        self._connection.close()

    def _begin(self) -> None:
        try:
            self._cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise busy() from error
            raise

    def _write_apart(self, unit: Unit) -> Outcome:
        self._cursor.execute("SAVEPOINT unit")
        try:
            self._write(unit)
        except Exception as error:  # the caller whose unit this is gets it
            if not self._connection.in_transaction:
                raise  # the whole transaction is gone, e.g. the disk is full
            self._cursor.execute("ROLLBACK TO unit")
            self._cursor.execute("RELEASE unit")
            return error
        self._cursor.execute("RELEASE unit")
        return None

    def _write(self, unit: Unit) -> None:
        execute, statements = self._cursor.execute, self._statements
        try:
            if unit.instance is None:
                pass  # a message or signal: its own row is one of the operations
            elif unit.expected_version:
                execute(statements.update_instance, unit.instance)
                if self._cursor.rowcount != 1:
                    raise version_conflict(unit)
            else:
                execute(statements.insert_instance, unit.instance)
            self._cursor.executemany(statements.insert_log, unit.rows)
        except sqlite3.IntegrityError as error:
            raise version_conflict(unit) from error
        texts = statements.operations
        kind = ""
        try:
            for operation in unit.operations:
                kind, values = operation
                if kind in SHARED_KINDS:
                    self._write_shared(operation)
                else:
                    execute(texts[kind], values)
        except sqlite3.IntegrityError as error:
            raise IntegrityViolation(
                f"投影 {kind} 与日志不一致，请重建投影",
                f"Expected {kind} to fit the projections: {error}; rebuild them",
            ) from error

    def _write_shared(self, operation: Operation) -> None:
        try:
            self._cursor.execute(self._statements.operations[operation.kind], operation.values)
        except sqlite3.IntegrityError as error:
            raise shared_conflict(operation) from error
        if self._cursor.rowcount != 1:
            raise shared_conflict(operation)
