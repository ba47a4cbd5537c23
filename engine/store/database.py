"""One open database: the pool for reads, the writer with its group commit, pending snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from threading import Lock
from typing import Any, Final, Protocol

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite

from engine.errors import InvalidState
from engine.ports import Snapshot
from engine.store.engines import open_sqlite, read_engine, read_url, reading_engine
from engine.store.group_commit import GroupCommit, Outcome
from engine.store.migrate import migrate, must_be_current
from engine.store.sqlite_writer import SqliteWriter
from engine.store.statements import Statements, compile_for
from engine.store.unit_of_work import Unit

MAX_PENDING: Final = 64


class Writer(Protocol):
    """Commits units on its own driver connection; used by one thread at a time."""

    def commit(self, units: Sequence[Unit], snapshots: Sequence[Snapshot]) -> list[Outcome]: ...

    def close(self) -> None: ...


class NoWriter:
    """Of a database that was opened for reading only."""

    def commit(self, units: Sequence[Unit], snapshots: Sequence[Snapshot]) -> list[Outcome]:
        """Refuse: whoever comes here has missed that nothing is to be changed."""
        raise InvalidState("数据库以只读方式打开", "Expected a database that is open for writing")

    def close(self) -> None:
        """Nothing to release."""


@cache
def _sqlite_statements() -> Statements:
    """The same for every file: compiled once in a process."""
    return compile_for(sqlite.dialect(paramstyle="qmark"))


class Database:
    """Shared by the parts of a SqlStore; safe to use from any thread."""

    def __init__(self, text: str, *, read_only: bool = False) -> None:
        url = read_url(text)
        self.engine = reading_engine(url) if read_only else read_engine(url)
        try:
            if read_only:
                must_be_current(self.engine)
                self.statements = self._statements()
                self._writer: Writer = NoWriter()
            else:
                migrate(self.engine)
                self.statements, self._writer = self._open_writer(str(url.database))
        except BaseException:
            self.engine.dispose()
            raise
        self.dialect = self.engine.dialect.name
        self._group = GroupCommit(self._commit)
        self._snapshots: dict[str, Snapshot] = {}
        self._mutex = Lock()

    def _statements(self) -> Statements:
        if self.engine.dialect.name == "postgresql":
            from engine.store.postgres_writer import postgres_statements

            return postgres_statements()
        return _sqlite_statements()

    def _open_writer(self, path: str) -> tuple[Statements, Writer]:
        if self.engine.dialect.name == "postgresql":
            from engine.store.postgres_writer import open_postgres_writer

            return open_postgres_writer(self.engine)
        statements = self._statements()
        return statements, SqliteWriter(open_sqlite(path), statements)

    def submit(self, unit: Unit) -> None:
        """Durable when it returns, possibly together with other callers' units."""
        self._group.submit(unit)

    def _commit(self, units: Sequence[Unit]) -> list[Outcome]:
        return self._writer.commit(units, self._take_snapshots())

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent look at the database."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction for what is not hot. Do not append inside: on SQLite it has the turn."""
        turn = self._group.alone() if self.dialect == "sqlite" else nullcontext()
        connection = self.engine.connect().execution_options(writes=True)
        with turn, connection, connection.begin():
            yield connection

    def fetch(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        """The rows of a hot read, past SQLAlchemy's execution but through its pool."""
        raw = self.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute(statement, values)
            return list(cursor.fetchall())
        finally:
            raw.close()

    def keep_snapshot(self, snapshot: Snapshot) -> None:
        """Store with the next commit: a snapshot is a cache and never worth a commit of its own."""
        with self._mutex:
            self._snapshots[snapshot.instance_id] = snapshot
            if len(self._snapshots) > MAX_PENDING:
                del self._snapshots[next(iter(self._snapshots))]

    def pending_snapshot(self, instance_id: str) -> Snapshot | None:
        """One that is not stored yet."""
        return self._snapshots.get(instance_id)

    def forget_snapshots(self) -> None:
        """Drop what is not stored yet."""
        self._take_snapshots()

    def _take_snapshots(self) -> Sequence[Snapshot]:
        if not self._snapshots:
            return ()
        with self._mutex:
            taken = list(self._snapshots.values())
            self._snapshots.clear()
        return taken

    def close(self) -> None:
        """Store what is pending and release every connection."""
        try:
            pending = self._take_snapshots()
            if pending:
                with self._group.alone():
                    self._writer.commit((), pending)
        finally:
            self._writer.close()
            self.engine.dispose()
