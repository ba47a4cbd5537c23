"""A real server over a fresh SQLite file with the shipped processes, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Playwright, expect

from api.app import create_app
from api.server import Server
from api.settings import Settings
from engine.blob import FilePlace
from engine.bootstrap import Options, uploads_at
from engine.clock import FixedClock, SystemClock
from engine.embedding import Engine, open_engine
from engine.paths import static_dir
from engine.scenarios import open_registers
from tests.e2e.desk import PASSWORD, Desk, Device, Seat
from tests.e2e.journeys import JOURNEYS, MOMENT, Album
from tests.shared import made_once

START_TIMEOUT = 30
EVIDENCE = Path(__file__).parents[2] / "test-results"
expect.set_options(timeout=20_000)
"""Milliseconds: a slow machine is no reason to fail, and what comes at once is not waited for."""
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def failed(request: pytest.FixtureRequest) -> bool:
    return bool(request.node.stash.get(FAILED, False))


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with everybody's password, the shipped processes and their registers."""
    return made_once(tmp_path_factory, "company", found_company) / "cases.db"


def found_company(folder: Path) -> None:
    options = Options(quick_passwords=True)
    with open_engine(f"sqlite:///{folder / 'cases.db'}", options=options) as engine:
        engine.deploy_shipped(by="admin")
        open_registers(engine, by="admin")
        for person in engine.runtime.people.people():
            engine.runtime.accounts.set_password(person.id, PASSWORD)


@pytest.fixture
def album(request: pytest.FixtureRequest) -> Iterator[Album]:
    """The pictures that the journey takes of itself: at its end, all of them."""
    marked = request.node.get_closest_marker("journey")
    album = Album(JOURNEYS[marked.args] if marked else (), request.config.getoption("--pictures"))
    yield album
    assert failed(request) or album.taken == set(album.wanted)


@pytest.fixture
def engine(company: Path, tmp_path: Path, album: Album) -> Iterator[Engine]:
    """The engine behind the server, over a database of the test's own."""
    database = tmp_path / "cases.db"
    shutil.copy(company, database)
    options = Options(
        clock=FixedClock(MOMENT) if album.folder else SystemClock(),
        quick_passwords=True,
        blobs=uploads_at(FilePlace(folder=tmp_path / "files")),
    )
    with open_engine(f"sqlite:///{database}", options=options) as engine:
        yield engine


@pytest.fixture
def address(engine: Engine) -> Iterator[str]:
    """The address of a running server with the page and its worker."""
    if static_dir() is None:
        if os.environ.get("GUICHENG_REQUIRE_BROWSER"):
            pytest.fail("Expected the built page in api/static", pytrace=False)
        pytest.skip("Expected the built page in api/static")
    with serving(create_app(Settings(), engine.runtime)) as found:
        engine.runtime.worker.start()
        yield found


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address at which the application is served."""
    server = Server(app, "127.0.0.1", 0, log_level="warning")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{_port(server)}"
    server.should_exit = True
    thread.join(START_TIMEOUT)


def _port(server: uvicorn.Server) -> int:
    deadline = time.monotonic() + START_TIMEOUT
    while not server.started:
        if time.monotonic() > deadline:
            pytest.fail("Expected the server to start")
        threading.Event().wait(0.02)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, chromium_path: Path) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=str(chromium_path), args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture
def sit_down(
    chromium: Browser, address: str, album: Album, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Desk]]:
    """Opens a browser for one person, logged in; at the end nothing may have been complained of."""
    desks: list[Desk] = []

    def open_desk(login: str, device: Device = Device.DESK, shade: str = "light") -> Desk:
        desk = Desk.open(chromium, address, Seat(device=device, shade=shade, album=album))
        desks.append(desk)
        desk.log_in(login)
        return desk

    yield open_desk
    complaints = [complaint for desk in desks for complaint in desk.complaints]
    for number, desk in enumerate(desks):
        desk.close(EVIDENCE / f"{request.node.name}-{number}.png" if failed(request) else None)
    assert complaints == []
