"""The schema: made when opened, equal to the tables, never newer than the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from engine.core.ids import UserId, role_principal
from engine.errors import InvalidCommand, InvalidState
from engine.store import migrations
from engine.store.engines import open_sqlite, read_engine, read_url
from engine.store.migrate import SchemaTooNew, SchemaTooOld, current_revision, migrate, revisions
from engine.store.sql_store import SqlStore
from engine.store.tables import APPEND_ONLY, metadata
from engine.views import WorklistQuery
from tests.blanks import blanks_copied, nothing_copied
from tests.contract.cases import start

FOLDER = Path(migrations.__path__[0])


@pytest.fixture(autouse=True)
def migrating() -> Iterator[None]:
    """Here a new database is a new database."""
    with nothing_copied():
        yield


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'deep' / 'cases.db'}"
    given: str = request.getfixturevalue("postgres_url")
    return given


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = read_engine(read_url(url))
    yield made
    made.dispose()


def test_empty_database_gets_todays_tables(url: str, engine: Engine) -> None:
    with engine.connect() as connection:
        assert current_revision(connection) is None
    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        assert current_revision(connection) == revisions()[-1]
        # The full-text index of SQLite is a virtual table with tables of its own beside it.
        ours = {"include_name": lambda name, *_: not (name or "").startswith("search_fts")}
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, metadata) == []


def test_revisions_follow_one_another() -> None:
    assert revisions() == [f"{number:04}" for number in range(1, len(revisions()) + 1)]


def test_newer_database_is_refused(url: str, engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew, match="9999"):
        SqlStore.open(url)


def test_opening_at_once_migrates_once(url: str) -> None:
    barrier, failures = Barrier(4), []

    def opens() -> None:
        barrier.wait()
        try:
            SqlStore.open(url).close()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            failures.append(error)

    threads = [Thread(target=opens) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_history_refuses_to_be_changed(
    url: str, engine: Engine, blank: Path, table: str, change: str
) -> None:
    with blanks_copied(blank):
        store = SqlStore.open(url)
    start(store, "i1")
    columns = {"log": "version", "refusal": "actor", "seal": "previous", "case_reading": "at"}
    columns |= {"studio_record": "note", "finding_note": "text"}
    rows = {
        "refusal": "INSERT INTO refusal (command_id, actor, at, type, problem, en) "
        "VALUES ('c', 'a', 1, 't', 'p', 'e')",
        "case_reading": "INSERT INTO case_reading (instance_id, login, what, at) "
        "VALUES ('i1', 'a', 'case', 1)",
        "studio_record": "INSERT INTO studio_record (key, at, by, act, digest, note, version, "
        "authors) VALUES ('trip', 1, 'a', 'begun', '', '', 0, '[]')",
        "finding_note": "INSERT INTO finding_note (finding, ref, text, by, at) "
        "VALUES ('late', 'i1-1', 'n', 'a', 1)",
        "seal": "INSERT INTO seal (size, previous, last_seq, root, peaks) VALUES (1, 0, 1, '', '')",
    }
    with engine.connect() as connection, connection.begin():
        if table in rows:
            connection.execute(text(rows[table]))
    column = columns[table]
    statement = text(change.format(table, column, column))
    with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(statement)
    store.close()


@pytest.mark.parametrize(
    "wrong", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "cases.db", ""]
)
def test_unknown_database_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidCommand):
        SqlStore.open(wrong)


def test_writer_is_durable(tmp_path: Path) -> None:
    connection = open_sqlite(str(tmp_path / "cases.db"))
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    connection.close()


def test_older_inbox_is_filled_from_its_work_items(url: str, engine: Engine) -> None:
    case = "'i1', 1, '', 'seal-use', 'd', '用印 YZ-0001', 'active', 'clerk', '李文', 1, '[]', 0"
    item = "'i1', 'sub', 'e', '审批', '', 'f', 'ready', '[]', '[]', 1, 70, '', ''"
    upgrade_to(engine, "0006")
    with engine.connect() as connection, connection.begin():
        for statement in (
            "INSERT INTO process_instance (id, version, head, process, process_digest, title, "
            "status, initiator, initiator_name, started_at, end_events, open_incidents, "
            f"department) VALUES ({case}, 'office')",
            *(
                "INSERT INTO work_item (id, instance_id, process, element_id, name, name_en, "
                "form_id, state, candidates, excluded, created_at, priority, reason_zh, reason_en) "
                f"VALUES ('{name}', {item})"
                for name in ("w1", "w2")
            ),
            *(
                "INSERT INTO inbox (principal, created_at, work_item_id, assigned, due_at, "
                f"excluded) VALUES ('role:{role}', 1, '{name}', false, 9, '[]')"
                for role, name in (("a", "w1"), ("b", "w1"), ("a", "w2"))
            ),
            "INSERT INTO search_text (id, instance_id, kind, text, grams) "
            "VALUES (1, 'i1', 'case', '用印 yz-0001', 'older')",
        ):
            connection.execute(text(statement))

    store = SqlStore.open(url)

    asks = WorklistQuery(user=UserId("x"), principals=(role_principal("a"), role_principal("b")))
    assert store.worklist_counts(asks.user, asks.principals)["candidate"] == 2
    for more in (
        {"process": "seal-use", "initiator": "clerk", "department": "office", "priority": 70},
        {"text": "0001"},
        {"text": "印"},
    ):
        assert [one.id for one in store.worklist(replace(asks, **more)).items] == ["w1", "w2"]
    store.close()


def upgrade_to(engine: Engine, revision: str) -> None:
    """The schema as an older release has left it."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_store_for_reading_only_refuses_every_change(url: str) -> None:
    with pytest.raises((SchemaTooOld, DBAPIError)):
        SqlStore.open(url, read_only=True)
    store = SqlStore.open(url)
    start(store, "i1")
    store.close()

    reading = SqlStore.open(url, read_only=True)

    assert reading.version("i1") == 2
    with pytest.raises(InvalidState):
        start(reading, "i2")
    with pytest.raises(DBAPIError), reading.database.write() as connection:
        connection.execute(text("DELETE FROM process_instance"))
    reading.close()
