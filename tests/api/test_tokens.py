"""Personal tokens over HTTP: made once, kept as hashes, bounded by scope, time and owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from engine.bootstrap import Runtime
from engine.clock import FixedClock
from engine.store.sql_store import SqlStore
from tests.api.conftest import API, Browser

Browse = Callable[[str], Browser]
START = "/definitions/trip/start"


class Program:
    """A program that sends a token and no cookie."""

    def __init__(self, client: TestClient, secret: str) -> None:
        self._client = TestClient(client.app, raise_server_exceptions=False)
        self._headers = {"Authorization": f"Bearer {secret}"}

    def call(self, method: str, path: str, body: Any = None) -> Any:
        return self._client.request(method, API + path, json=body, headers=self._headers)


def made(browser: Browser, *scopes: str, days: int = 30) -> Any:
    answer = browser.post("/tokens", {"name": "laptop", "scopes": list(scopes), "days": days})
    assert answer.status_code == 201, answer.text
    return answer.json()


def program(browser: Browser, *scopes: str) -> Program:
    return Program(browser.client, made(browser, *scopes)["secret"])


def test_token_does_what_its_scopes_say_without_cookie_or_csrf_header(browse: Browse) -> None:
    robot = program(browse("salesperson"), "read", "work")

    assert robot.call("POST", START, {"variables": {"reason": "x"}}).status_code == 201
    assert len(robot.call("GET", "/instances").json()["items"]) == 1


@pytest.mark.parametrize(
    ("scopes", "method", "path", "needed"),
    [
        (["read"], "POST", START, "work"),
        (["work"], "GET", "/worklist", "read"),
        (["read", "work"], "POST", "/deployments", "deploy"),
        (["read", "deploy"], "GET", "/incidents", "operate"),
        (["read", "operate"], "GET", "/verify", "audit"),
        (["read", "operate"], "POST", "/messages", "send"),
        (["read", "work"], "POST", "/instances/x/terminate", "administer"),
    ],
)
def test_token_out_of_scope_is_refused_and_told_the_scope(
    browse: Browse, scopes: list[str], method: str, path: str, needed: str
) -> None:
    answer = program(browse("admin"), *scopes).call(method, path, {})

    assert answer.status_code == 403
    assert needed in answer.json()["detail"]
    assert needed in answer.json()["detail_en"]


def test_token_gives_no_right_that_its_owner_lacks(browse: Browse) -> None:
    every = ("read", "work", "deploy", "operate", "audit", "send", "administer")
    robot = program(browse("salesperson"), *every)

    assert robot.call("GET", "/incidents").status_code == 403
    assert robot.call("GET", "/verify").status_code == 403
    assert robot.call("GET", "/instances?scope=all").status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/tokens"),
        ("POST", "/tokens"),
        ("DELETE", "/tokens/x"),
        ("PUT", "/session/password"),
    ],
)
def test_token_never_makes_or_manages_tokens(browse: Browse, method: str, path: str) -> None:
    robot = program(browse("admin"), "read", "work", "administer")
    body = {"name": "more", "scopes": ["read"], "old": "x", "new": "x"}

    assert robot.call(method, path, body).status_code == 403


def test_token_ends_with_its_time(browse: Browse, clock: FixedClock) -> None:
    browser = browse("salesperson")
    robot = Program(browser.client, made(browser, "read", days=1)["secret"])

    clock.advance(timedelta(hours=23))
    assert robot.call("GET", "/worklist").status_code == 200
    clock.advance(timedelta(hours=1))
    assert robot.call("GET", "/worklist").status_code == 401


def delete(browser: Browser, token_id: str) -> Any:
    headers = {"X-CSRF-Token": browser.csrf}
    return browser.client.delete(f"{API}/tokens/{token_id}", headers=headers)


def test_revoked_token_opens_nothing(browse: Browse) -> None:
    browser = browse("salesperson")
    token = made(browser, "read")
    robot = Program(browser.client, token["secret"])

    assert delete(browser, token["token"]["id"]).status_code == 204

    assert robot.call("GET", "/worklist").status_code == 401
    (listed,) = browser.get("/tokens").json()["items"]
    assert listed["revoked_at"]


def test_token_of_another_person_answers_like_an_unknown_one(browse: Browse) -> None:
    foreign = made(browse("gm"), "read")["token"]["id"]
    thief = browse("salesperson")

    hidden, missing = delete(thief, foreign), delete(thief, "0" * 16)

    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace(foreign, "?") == missing.text.replace("0" * 16, "?")
    assert thief.get("/tokens").json() == {"items": []}
    assert len(browse("gm").get("/tokens").json()["items"]) == 1


def test_list_tells_when_it_was_last_used_and_never_the_secret(
    browse: Browse, clock: FixedClock
) -> None:
    browser = browse("salesperson")
    secret = made(browser, "read")["secret"]
    assert browser.get("/tokens").json()["items"][0]["last_used_at"] is None

    clock.advance(timedelta(minutes=30))
    Program(browser.client, secret).call("GET", "/worklist")
    listed = browser.get("/tokens")

    assert listed.json()["items"][0]["last_used_at"] == "2026-11-23T01:30:00Z"
    assert secret not in listed.text


def test_only_the_hash_of_a_token_is_stored(browse: Browse, runtime: Runtime) -> None:
    secret = made(browse("salesperson"), "read")["secret"]

    assert isinstance(runtime.store, SqlStore)
    with runtime.store.database.read() as connection:
        (row,) = connection.execute(text("SELECT * FROM api_token")).all()

    assert secret.startswith("gcp_")
    assert secret not in str(row)
    assert secret.removeprefix("gcp_") not in str(row)


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "scopes": ["read"]},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["everything"]},
        {"name": "x", "scopes": ["read"], "days": 0},
        {"name": "x", "scopes": ["read"], "days": 400},
        {"name": "x\u0000", "scopes": ["read"]},
    ],
)
def test_token_that_may_not_be_is_refused(browse: Browse, body: Any) -> None:
    assert browse("salesperson").post("/tokens", body).status_code == 422


@pytest.mark.parametrize("sent", ["", "gcp_guess", "\udcff", "let me"])
def test_unknown_token_answers_like_nobody(client: TestClient, sent: str) -> None:
    header = f"Bearer {sent}".encode("utf-8", "surrogateescape")
    answer = client.get(API + "/worklist", headers={"Authorization": header})

    assert answer.status_code == 401


def test_token_takes_the_place_of_a_cookie_that_is_sent_too(browse: Browse) -> None:
    browser = browse("admin")
    headers = {"Authorization": "Bearer gcp_guess"}

    assert browser.client.get(API + "/worklist", headers=headers).status_code == 401
