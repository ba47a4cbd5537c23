"""A real server over a fresh SQLite file with the shipped processes, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Playwright, expect

from api.app import create_app
from api.server import Server
from api.settings import Settings
from engine.blob import FilePlace
from engine.bootstrap import Options, uploads_at
from engine.clock import FixedClock, SystemClock
from engine.doors import DoorSettings
from engine.embedding import Engine, open_engine
from engine.paths import static_dir
from engine.scenarios import open_registers
from tests.e2e.chairs import FLAGS, Chairs
from tests.e2e.desk import PASSWORD, Desk
from tests.e2e.journeys import JOURNEYS, MOMENT, Album
from tests.e2e.seat import Device, Seat, Shade
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
def doors() -> DoorSettings:
    """How the server lets people in."""
    return DoorSettings()


@pytest.fixture
def engine(company: Path, tmp_path: Path, album: Album, doors: DoorSettings) -> Iterator[Engine]:
    """The engine behind the server, over a database of the test's own."""
    database = tmp_path / "cases.db"
    shutil.copy(company, database)
    options = Options(
        clock=FixedClock(MOMENT) if album.folder else SystemClock(),
        quick_passwords=True,
        doors=doors,
        blobs=uploads_at(FilePlace(folder=tmp_path / "files")),
    )
    with open_engine(f"sqlite:///{database}", options=options) as engine:
        yield engine


@pytest.fixture(scope="session")
def listener() -> Iterator[socket.socket]:
    """Where the server of each test is found: at one address, so that browsers know its files."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture
def address(engine: Engine, listener: socket.socket) -> Iterator[str]:
    """The address of a running server with the page and its worker."""
    if static_dir() is None:
        if os.environ.get("GUICHENG_REQUIRE_BROWSER"):
            pytest.fail("Expected the built page in api/static", pytrace=False)
        pytest.skip("Expected the built page in api/static")
    with serving(create_app(Settings(), engine.runtime), listener) as found:
        engine.runtime.worker.start()
        yield found


@contextmanager
def serving(app: FastAPI, listener: socket.socket) -> Iterator[str]:
    """The address at which the application is served."""
    server = Server(app, "127.0.0.1", 0, log_level="warning")
    thread = threading.Thread(target=server.run, args=([listener.dup()],), daemon=True)
    thread.start()
    _wait_for(server)
    yield address_of(listener)
    server.should_exit = True
    thread.join(START_TIMEOUT)


def address_of(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def _wait_for(server: Server) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not server.started:
        if time.monotonic() > deadline:
            pytest.fail("Expected the server to start")
        threading.Event().wait(0.02)


@pytest.fixture(scope="session")
def chairs(
    playwright: Playwright, chromium_path: Path, listener: socket.socket
) -> Iterator[Chairs]:
    """Browsers of one Chromium for all tests."""
    browser = playwright.chromium.launch(executable_path=str(chromium_path), args=[*FLAGS])
    yield Chairs(browser, address_of(listener))
    browser.close()


@pytest.fixture
def sit_down(
    chairs: Chairs, address: str, album: Album, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Desk]]:
    """Opens a page for one person, logged in; at the end nothing may have been complained of.

    A visitor, who has no login, gets an empty page.
    """
    desks: list[Desk] = []
    complaints: list[str] = []

    def rise(desk: Desk, evidence: Path | None = None) -> None:
        desks.remove(desk)
        complaints.extend(desk.complaints)
        desk.close(evidence)
        chairs.give_back(desk.seat, desk.context)

    def open_desk(login: str = "", device: Device = Device.DESK, shade: Shade = "light") -> Desk:
        seat = Seat(device=device, shade=shade, album=album)
        desk = Desk(chairs.take(seat), address, seat)
        desk.rise = rise
        desks.append(desk)
        if login:
            desk.log_in(login)
        return desk

    yield open_desk
    for number, desk in enumerate([*desks]):
        rise(desk, EVIDENCE / f"{request.node.name}-{number}.png" if failed(request) else None)
    assert complaints == []
