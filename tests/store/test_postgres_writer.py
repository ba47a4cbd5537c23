"""What only a server can do to a writer: break the connection, refuse a character."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text

from engine.errors import InvalidCommand
from engine.history.verify import verify_log
from engine.store.sql_store import SqlStore
from tests.contract.cases import offer, start

pytestmark = pytest.mark.postgres


@pytest.fixture
def store(postgres_url: str) -> Iterator[SqlStore]:
    opened = SqlStore.open(postgres_url)
    yield opened
    opened.close()


def test_writer_connects_anew_after_a_break(store: SqlStore) -> None:
    case = start(store, "i1")
    with store.database.write() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    with pytest.raises(psycopg.OperationalError):
        case.append(store, offer("w1"))
    assert store.version("i1") == 2
    case.append(store, offer("w1"))
    assert store.version("i1") == 4
    assert verify_log(store).ok


def test_character_that_the_database_cannot_hold_is_refused(store: SqlStore) -> None:
    case = start(store, "i1")
    with pytest.raises(InvalidCommand):
        case.append(store, offer("w1", name="nul\0"))
    case.append(store, offer("w1"))
    assert store.version("i1") == 4
