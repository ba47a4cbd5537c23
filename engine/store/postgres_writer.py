"""Commits units on the one connection through which this process writes to PostgreSQL.

All statements of a batch travel in one pipeline, so a batch costs two round trips: its statements,
then, once every guard has been seen to hold, the commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import psycopg
from psycopg import errors
from sqlalchemy import Dialect, Engine
from sqlalchemy.dialects.postgresql import psycopg as psycopg_dialect

from engine.errors import GuichengError, IntegrityViolation, InvalidCommand
from engine.ports import Snapshot
from engine.store.group_commit import Outcome
from engine.store.operations import SHARED_KINDS, Operation
from engine.store.sql_seals import SEAL_BARRIER
from engine.store.statements import Statements, compile_for
from engine.store.unit_of_work import Unit, busy, shared_conflict, version_conflict

_BARRIER: Final = f"SELECT pg_advisory_xact_lock_shared({SEAL_BARRIER})"
_INSERT_LOG: Final = """
    INSERT INTO log (instance_id, version, type, command_id, body, hash)
    SELECT instance_id, version, type, command_id, body, hash
    FROM unnest(%s::text[], %s::int[], %s::text[], %s::text[], %s::bytea[], %s::bytea[])
        WITH ORDINALITY AS row (instance_id, version, type, command_id, body, hash, place)
    ORDER BY place
"""
_VERSIONED: Final = frozenset(
    {"uq_log_instance_id_version", "uq_log_command_id", "pk_process_instance", "pk_message"}
)
_CONTENDED: Final = (errors.DeadlockDetected, errors.SerializationFailure, errors.LockNotAvailable)

Guard = tuple[psycopg.Cursor[Any], GuichengError]
"""A statement that must have changed exactly one row, else the error."""


def open_postgres_writer(engine: Engine) -> tuple[Statements, PostgresWriter]:
    """The writer of a database, and the statements in its dialect."""
    statements = postgres_statements()
    conninfo = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return statements, PostgresWriter(conninfo, statements)


@cache
def postgres_statements() -> Statements:
    """The statements in its dialect, compiled once in a process."""
    made: Dialect = psycopg_dialect.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
    return compile_for(made)


class PostgresWriter:
    """Used by one thread at a time (group_commit sees to that). Connects anew after a break."""

    def __init__(self, conninfo: str, statements: Statements) -> None:
        self._conninfo = conninfo
        self._statements = statements
        self._open: psycopg.Connection[Any] | None = None

    def commit(self, units: Sequence[Unit], snapshots: Sequence[Snapshot]) -> list[Outcome]:
        """All in one transaction; if one fails, each in its own, so that it fails alone."""
        if len(units) == 1:
            self._commit_together(units, snapshots)
            return [None]
        try:
            self._commit_together(units, snapshots)
        except (GuichengError, psycopg.Error):
            if self._connection_broke():
                raise  # nobody knows whether it was committed: writing again could do it twice
            return [self._commit_alone(unit) for unit in units]
        return [None] * len(units)

    def close(self) -> None:
        """Leave the server."""
        if self._open is not None:
            self._open.close()

    def _connection(self) -> psycopg.Connection[Any]:
        if self._open is None or self._open.broken or self._open.closed:
            self._open = psycopg.connect(self._conninfo)
        return self._open

    def _connection_broke(self) -> bool:
        return self._open is None or self._open.broken or self._open.closed

    def _commit_alone(self, unit: Unit) -> Outcome:
        try:
            self._commit_together((unit,), ())
        except (GuichengError, psycopg.Error) as error:
            return error
        return None

    def _commit_together(self, units: Sequence[Unit], snapshots: Sequence[Snapshot]) -> None:
        connection = self._connection()
        try:
            self._send(connection, units, snapshots)
            connection.commit()
        except BaseException as error:
            if not connection.broken:
                connection.rollback()
            if isinstance(error, psycopg.Error) and units:
                raise _translated(error, units[0]) from error
            raise

    def _send(
        self,
        connection: psycopg.Connection[Any],
        units: Sequence[Unit],
        snapshots: Sequence[Snapshot],
    ) -> None:
        guards: list[Guard] = []
        with connection.pipeline():
            connection.execute(_BARRIER)
            guards += [
                self._send_instance(connection, unit, unit.instance)
                for unit in units
                if unit.instance is not None
            ]
            rows = [row for unit in units for row in unit.rows]
            if rows:
                connection.execute(
                    _INSERT_LOG, [list(column) for column in zip(*rows, strict=True)]
                )
            for unit in units:
                guards += self._send_operations(connection, unit)
            for kept in snapshots:
                row = (kept.instance_id, kept.version, kept.key, kept.body)
                connection.execute(self._statements.replace_snapshot.encode(), row)
        for cursor, error in guards:
            if cursor.rowcount != 1:
                raise error

    def _send_instance(
        self, connection: psycopg.Connection[Any], unit: Unit, values: tuple[Any, ...]
    ) -> Guard:
        statements = self._statements
        text = statements.update_instance if unit.expected_version else statements.insert_instance
        return connection.execute(text.encode(), values), version_conflict(unit)

    def _send_operations(self, connection: psycopg.Connection[Any], unit: Unit) -> list[Guard]:
        guards: list[Guard] = []
        for operation in unit.operations:
            statement = self._statements.operations[operation.kind].encode()
            cursor = connection.execute(statement, operation.values)
            if operation.kind in SHARED_KINDS:
                guards.append((cursor, shared_conflict(operation)))
        return guards


def _translated(error: psycopg.Error, unit: Unit) -> Exception:
    """The error that callers know for a driver's error on a unit."""
    if isinstance(error, _CONTENDED):
        return busy()
    if isinstance(error, psycopg.DataError):
        return InvalidCommand(
            "数据含有数据库不能保存的字符", f"Expected text that the database can hold: {error}"
        )
    if not isinstance(error, psycopg.IntegrityError):
        return error
    constraint = error.diag.constraint_name
    if constraint in _VERSIONED:
        return version_conflict(unit)
    if constraint == "pk_register_line":
        added = [one for one in unit.operations if one.kind == "register.add"]
        return shared_conflict(added[0])
    if constraint == "pk_case_counter":
        return shared_conflict(Operation("case_counter.add", ()))
    return IntegrityViolation(
        "投影与日志不一致，请重建投影",
        f"Expected the events to fit the projections: {error}; rebuild them",
    )
