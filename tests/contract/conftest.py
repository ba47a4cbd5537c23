"""Every storage port is tested on SQLite, on PostgreSQL and on the in-memory twin."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.ports import Store
from engine.store.memory import MemoryStore
from engine.store.sql_store import SqlStore
from engine.store.tables import metadata
from tests import postgres


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: str) -> Iterator[SqlStore]:
    """One migrated database for all: making one for each test would take most of the time."""
    with postgres.database(postgres_server, f"contract_{uuid.uuid4().hex}") as url:
        opened = SqlStore.open(url)
        yield opened
        opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path, blank: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "memory":
        yield MemoryStore()
    elif request.param == "sqlite":
        opened = SqlStore.open(f"sqlite:///{shutil.copy(blank, tmp_path / 'cases.db')}")
        yield opened
        opened.close()
    else:
        shared: SqlStore = request.getfixturevalue("shared_postgres")
        empty(shared)
        yield shared


def empty(store: SqlStore) -> None:
    """Empty every table, past the triggers that keep history."""
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    store.database.forget_snapshots()
    with store.database.write() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
