"""Every storage port is tested on SQLite, on PostgreSQL and on the in-memory twin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.ports import Store
from engine.store.memory import MemoryStore
from engine.store.sql_store import SqlStore


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    opened: Store
    if request.param == "memory":
        opened = MemoryStore()
    elif request.param == "sqlite":
        opened = SqlStore.open(f"sqlite:///{tmp_path / 'cases.db'}")
    else:
        opened = SqlStore.open(request.getfixturevalue("postgres_url"))
    yield opened
    opened.close()
