"""What the shared fixtures promise."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Playwright
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests import chromium

_MODULES = Path(__file__).resolve().parents[2] / "web" / "node_modules"


@pytest.mark.postgres
def test_postgres_url_names_an_empty_database_of_the_test(postgres_url: str) -> None:
    database = create_engine(postgres_url)
    try:
        with database.connect() as connection:
            tables = connection.execute(text("SELECT count(*) FROM pg_stat_user_tables")).scalar()
    finally:
        database.dispose()

    assert tables == 0


@pytest.mark.postgres
def test_postgres_server_takes_connections_from_this_machine_only(postgres_url: str) -> None:
    plain = make_url(postgres_url).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False)) as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()

    assert row == ("127.0.0.1",)


@pytest.mark.browser
def test_chromium_path_opens_a_page(playwright: Playwright, chromium_path: Path) -> None:
    assert _title_in(playwright, chromium_path) == "规程"


@pytest.mark.browser
def test_packaged_chromium_opens_a_page(playwright: Playwright) -> None:
    packaged = chromium.packaged_chromium(_MODULES)
    if packaged is None:
        pytest.skip("Expected @sparticuz/chromium in web/node_modules")

    assert _title_in(playwright, packaged) == "规程"


def _title_in(playwright: Playwright, program: Path) -> str:
    browser = playwright.chromium.launch(
        executable_path=program, args=["--no-sandbox", "--disable-gpu"]
    )
    page = browser.new_page()
    page.set_content("<title>规程</title>")
    title = page.title()
    browser.close()
    return title
