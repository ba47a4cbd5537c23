"""Opens databases: SQLAlchemy engines for reading, plain driver connections for the writer."""

from __future__ import annotations

import sqlite3
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from engine.errors import InvalidCommand

BUSY_SECONDS: Final = 10.0
CHECKPOINT_PAGES: Final = 4_000
"""16 MB of WAL: four times the default, so that fewer of the answers wait for a checkpoint."""

DATABASE_ERRORS: Final = (DBAPIError, sqlite3.Error)
"""What the database itself may raise: it is damaged, locked, or cannot be reached."""


def is_database_fault(error: Exception) -> bool:
    """Whether the database raised it, through SQLAlchemy or its own driver."""
    driver = sys.modules.get("psycopg")  # loaded only where it is used
    return isinstance(error, DATABASE_ERRORS) or (
        driver is not None and isinstance(error, driver.Error)
    )


_SYNCHRONOUS_FULL: Final = 2
_PAUSE: Final = 0.01


def read_url(text: str) -> URL:
    """The URL of a supported database. Raises InvalidCommand."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise _unsupported() from error
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return url.set(drivername="sqlite+pysqlite")
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise _unsupported()


def _unsupported() -> InvalidCommand:
    return InvalidCommand(
        "数据库地址应为 sqlite:///文件路径 或 postgresql://…",
        "Expected a database URL of the form sqlite:///path or postgresql://...",
    )


def open_sqlite(path: str) -> sqlite3.Connection:
    """A connection that may write: WAL, synchronous=FULL, transactions begun by hand.

    Raises RuntimeError when SQLite does not take these settings: then no answer would be durable.
    """
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    _prepare_sqlite(connection)
    connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    level = connection.execute("PRAGMA synchronous").fetchone()[0]
    if mode != "wal" or level != _SYNCHRONOUS_FULL:
        connection.close()
        raise RuntimeError(f"Expected WAL and synchronous=FULL, got {mode} and {level}")
    return connection


def _prepare_sqlite(connection: Any) -> None:
    _use_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("PRAGMA cache_size=-32768")


def _use_wal(connection: Any) -> None:
    """Where several open a new file at once, one of them changes its mode, and SQLite tells the
    others at once that it is busy, without waiting as it does elsewhere."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)


def read_engine(url: URL) -> Engine:
    """The pool for reads and for everything that is not hot."""
    if url.get_backend_name() == "postgresql":
        _need_driver()
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20)
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        pool_size=10,
        max_overflow=30,
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def reading_engine(url: URL) -> Engine:
    """A pool that cannot change the database, whoever asks it to."""
    if url.get_backend_name() == "postgresql":
        _need_driver()
        options = {"options": "-c default_transaction_read_only=on"}
        return create_engine(url, pool_pre_ping=True, connect_args=options)
    engine = create_engine(url, creator=lambda: _open_reading(Path(str(url.database))))
    event.listen(engine, "begin", _on_begin)
    return engine


def _open_reading(path: Path) -> sqlite3.Connection:
    """Without a write-ahead log beside it nobody has the file open, and not even the scratch files
    of SQLite are made; with one they are there already."""
    log = path.with_name(f"{path.name}-wal")
    quiet = not log.exists() or log.stat().st_size == 0
    address = f"file:{quote(str(path.absolute()))}?mode=ro{'&immutable=1' if quiet else ''}"
    connection = sqlite3.connect(
        address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA query_only=ON")
    return connection


def _need_driver() -> None:
    if find_spec("psycopg") is None:
        raise InvalidCommand(
            "使用 PostgreSQL 需要安装 guicheng[postgres]",
            "Expected the driver of guicheng[postgres] to be installed",
        )


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    _prepare_sqlite(connection)


def _on_begin(connection: Any) -> None:
    """The driver would begin too late: only before the first change."""
    mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")
