"""What tests of every kind may ask for: a PostgreSQL database and a Chromium.

Missing ones skip with a reason, or fail where the environment says that nothing may be skipped
(GUICHENG_REQUIRE_POSTGRES=1, GUICHENG_REQUIRE_BROWSER=1, as in CI).
"""

from __future__ import annotations

import gc
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Playwright, sync_playwright
from sqlalchemy import make_url

import engine.bootstrap  # noqa: F401 (defines every fact class before they are guarded)
from engine.core.fact import FACTS, refuse_changes
from engine.store.sql_store import SqlStore
from tests import chromium, postgres
from tests.blanks import blanks_copied
from tests.compiling import shared_statements
from tests.scenarios.runner import Prepared
from tests.shared import made_once

gc.disable()  # until all tests are found: what they are made of stays anyway
for _kind in FACTS:
    refuse_changes(_kind)

# Slow shared machines are no reason to fail; in CI the same examples are drawn each time.
settings.register_profile("guicheng", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("guicheng")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where journeys in the browser keep their pictures: docs/images, to take them anew."""
    parser.addoption("--pictures", type=Path, default=None, metavar="FOLDER")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: browser, disk and database make tests wait."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """The collector leaves out what is there now, ten thousand tests and the code, as a server."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


def _missing(what: str, switch: str) -> None:
    if os.environ.get(switch):
        pytest.fail(f"{what} ({switch} is set)", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session", autouse=True)
def made_ready(blank: Path) -> Iterator[None]:
    """See tests.compiling and tests.blanks."""
    with shared_statements(), blanks_copied(blank):
        yield


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """An executable Chromium. As root it needs `--no-sandbox`."""
    found = chromium.find_chromium()
    if found is None:
        _missing("Expected a Chromium on PATH or in web/node_modules", "GUICHENG_REQUIRE_BROWSER")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one Playwright of this test process: it refuses to run twice at a time."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server on which this test process may create databases."""
    given = os.environ.get("GUICHENG_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    binaries = postgres.find_binaries()
    if binaries is None:
        _missing("Expected PostgreSQL binaries", "GUICHENG_REQUIRE_POSTGRES")
    assert binaries is not None
    with postgres.server(binaries) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database of the test's own, dropped afterwards; driver psycopg."""
    with postgres.database(postgres_server, f"test_{uuid.uuid4().hex}") as url:
        yield url


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and no row: copied, it spares a test the migrations."""

    def migrated(folder: Path) -> None:
        SqlStore.open(f"sqlite:///{folder / 'blank.db'}").close()

    return made_once(tmp_path_factory, "blank", migrated) / "blank.db"


@pytest.fixture(scope="session")
def blank_postgres(postgres_server: str) -> Iterator[str]:
    """The name of such a database on the server."""
    with postgres.database(postgres_server, f"blank_{uuid.uuid4().hex}") as url:
        SqlStore.open(url).close()
        yield str(make_url(url).database)


@pytest.fixture
def migrated_postgres_url(postgres_server: str, blank_postgres: str) -> Iterator[str]:
    """A database of the test's own with every table and no row."""
    name = f"test_{uuid.uuid4().hex}"
    with postgres.database(postgres_server, name, template=blank_postgres) as url:
        yield url


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """What the scenarios set in on: made once for all tests of the run."""
    return Prepared.of(made_once(tmp_path_factory, "prepared", Prepared.make))
