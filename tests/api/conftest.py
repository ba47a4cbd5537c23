"""A server over a real SQLite file with a small process, and people who use it like a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app, life
from api.settings import Settings
from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock

PASSWORD = "correct horse"
API = "/api/v1"
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TRIP = Path(__file__).with_name("trip.bpmn").read_bytes()


def trip_form() -> bytes:
    decision = [{"label": word, "value": word} for word in ("yes", "no", "later")]
    components: list[dict[str, Any]] = [
        _field("textfield", "reason", validate={"required": True}),
        _field("number", "days", decimalDigits=1, validate={"min": 1}),
        _field("number", "salary"),
        _field("filepicker", "papers"),
        _field("select", "decision", values=decision),
        _field("textfield", "ticket"),
    ]
    whole = {"type": "default", "schemaVersion": 19, "id": "trip", "components": components}
    return json.dumps(whole).encode()


def _field(kind: str, key: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": key, "id": f"id_{key}", **more}


@dataclass
class Browser:
    """One person's browser: keeps the cookie, sends the CSRF token."""

    client: TestClient
    csrf: str = ""

    def log_in(self, login: str, password: str = PASSWORD) -> Any:
        answer = self.post("/session", {"login": login, "password": password})
        self.csrf = answer.json().get("csrf_token", "")
        return answer

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(API + path, params=query)

    def post(self, path: str, body: Any = None, key: str | None = None) -> Any:
        extra = {"Idempotency-Key": key} if key else {}
        content = None if body is None else json.dumps(body).encode()
        headers = {"X-CSRF-Token": self.csrf, "Content-Type": "application/json", **extra}
        return self.client.post(API + path, content=content, headers=headers)

    def upload(self, path: str, field: str, name: str, content: bytes) -> Any:
        headers = {"X-CSRF-Token": self.csrf}
        return self.client.post(API + path, files={field: (name, content)}, headers=headers)


MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with everybody's password and the process: made once, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "cases.db"
    options = Options(clock=FixedClock(NOON), quick_passwords=True)
    runtime = open_runtime(f"sqlite:///{path}", options)
    for person in runtime.people.people():
        runtime.accounts.set_password(person.id, PASSWORD)
    files = [("trip.bpmn", TRIP), ("trip.form", trip_form())]
    runtime.deploy(files, runtime.person("admin"))
    runtime.close()
    return path


@pytest.fixture
def runtime(template: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Runtime]:
    path = tmp_path / "cases.db"
    path.write_bytes(template.read_bytes())
    runtime = open_runtime(f"sqlite:///{path}", Options(clock=clock, quick_passwords=True))
    yield runtime
    runtime.close()


@pytest.fixture
def settings() -> Settings:
    return usual_settings()


def usual_settings() -> Settings:
    return Settings(worker=False, system_token="let me in", max_file_bytes=20_000, stream_seconds=0)


_APPLICATIONS: dict[tuple[object, ...], FastAPI] = {}


def application(settings: Settings) -> FastAPI:
    """One for all tests whose settings shape it alike: FastAPI works out what each route needs at
    the first request of an application, which takes longer than most tests."""
    limits = (settings.max_body_bytes, settings.max_file_bytes)
    shape = (settings.test_clock, settings.secure_cookies, *limits)
    return _APPLICATIONS.setdefault(shape, create_app(settings))


@pytest.fixture
def client(runtime: Runtime, settings: Settings) -> Iterator[TestClient]:
    with serving(runtime, settings) as client:
        yield client


@contextmanager
def serving(runtime: Runtime, settings: Settings) -> Iterator[TestClient]:
    """A server over the runtime."""
    app = application(settings)
    app.router.lifespan_context = life(settings, runtime)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def browse(client: TestClient) -> Callable[[str], Browser]:
    """A browser in which this person is logged in; `-` for nobody."""
    return lambda login: open_browser(client, login)


def open_browser(client: TestClient, login: str) -> Browser:
    browser = Browser(TestClient(client.app, raise_server_exceptions=False))
    if login != "-":
        assert browser.log_in(login).status_code == 200
    return browser
