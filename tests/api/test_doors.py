"""Where somebody is logged in, and the log of logins and refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth import Need
from api.settings import Settings
from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock
from engine.doors import DoorSettings
from engine.errors import InvalidCommand
from tests.api.conftest import API, PASSWORD, Browser
from tests.api.test_access import ROUTES, needs

Browse = Callable[[str], Browser]


def is_in(browser: Browser) -> bool:
    return bool(browser.get("/worklist").status_code == 200)


def sessions(browser: Browser, path: str = "/sessions") -> list[dict[str, Any]]:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def logged(browser: Browser, **query: Any) -> list[dict[str, Any]]:
    answer = browser.get("/access-log", **query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_person_sees_where_they_are_logged_in_with_this_session_marked(
    browse: Browse, clock: FixedClock
) -> None:
    phone, office = browse("salesperson"), browse("-")
    browse("gm")
    clock.advance(timedelta(minutes=6))
    office.client.headers["User-Agent"] = "Firefox\x01" + "x" * 300
    office.log_in("salesperson")

    mine, other = sessions(office)

    assert (mine["current"], other["current"]) == (True, False)
    assert mine["browser"] == "Firefox " + "x" * 192
    assert mine["address"] == "testclient"
    assert mine["proof"] == "password"
    assert other["since"] == "2026-11-23T01:00:00Z"
    assert phone.client.cookies["guicheng_session"] not in str(other)


def test_person_ends_one_session_or_all_others(browse: Browse) -> None:
    first, second, third, here = (browse("salesperson") for _ in range(4))
    stranger = browse("gm")
    (target,) = [one["id"] for one in sessions(second) if one["current"]]

    foreign = stranger.post("/sessions/end", {"session": target})
    ended = here.post("/sessions/end", {"session": target})

    assert foreign.status_code == 404
    assert ended.json() == {"ended": 1}
    assert [is_in(one) for one in (first, second, third, here)] == [True, False, True, True]
    assert here.post("/sessions/end", {}).json() == {"ended": 2}
    assert [is_in(one) for one in (first, third, here, stranger)] == [False, False, True, True]


def test_ending_sessions_asks_for_the_password_of_who_logged_in_long_ago(
    browse: Browse, clock: FixedClock
) -> None:
    here, _ = browse("salesperson"), browse("salesperson")
    clock.advance(timedelta(minutes=11))

    asked = here.post("/sessions/end", {})
    wrong = here.post("/sessions/end", {"password": "guess guess"})
    right = here.post("/sessions/end", {"password": PASSWORD})

    assert asked.status_code == 403
    assert asked.json()["type"] == "urn:guicheng:problem:proof-needed"
    assert wrong.status_code == 401
    assert right.json() == {"ended": 1}


def test_administrator_ends_the_sessions_of_a_person(browse: Browse) -> None:
    person, admin = browse("salesperson"), browse("admin")
    headers = {"X-CSRF-Token": admin.csrf}

    (seen,) = sessions(admin, "/people/salesperson/sessions")
    answer = admin.client.delete(API + "/people/salesperson/sessions", headers=headers)

    assert not seen["current"]
    assert answer.json() == {"ended": 1}
    assert not is_in(person)
    entry = logged(admin, kind="session-ended")[0]
    assert (entry["login"], entry["by"]) == ("salesperson", "admin")


def test_log_tells_of_logins_refusals_and_changes_and_holds_no_secret(
    browse: Browse, clock: FixedClock
) -> None:
    stranger = browse("-")
    stranger.log_in("salesperson", "guess guess")
    stranger.log_in("my secret pass phrase", "guess guess")
    person = browse("salesperson")
    changed = {"old": PASSWORD, "new": "another horse"}
    headers = {"X-CSRF-Token": person.csrf}
    csrf = person.client.put(API + "/session/password", json=changed, headers=headers)
    person.csrf = csrf.json()["csrf_token"]
    made = person.post("/tokens", {"name": "x", "scopes": ["read"]}).json()
    bearer = browse("-")
    bearer.client.headers["Authorization"] = f"Bearer {made['secret']}"
    bearer.post("/messages", {"name": "m", "correlation_key": "k", "time_to_live": "PT1M"})
    bearer.client.headers["Authorization"] = "Bearer gcp_unknown"
    bearer.get("/worklist")
    person.get("/organisation")
    person.get("/instances/nothere-1")
    person.client.post(API + "/tokens", json={"name": "x", "scopes": ["read"]})
    headers = {"X-CSRF-Token": person.csrf}
    person.client.delete(f"{API}/tokens/{made['token']['id']}", headers=headers)
    person.client.delete(API + "/session", headers=headers)

    found = logged(browse("auditor"), since=clock.now().isoformat())

    told = [
        (one["kind"], one["login"], one["detail"].split(made["token"]["id"])[0]) for one in found
    ]
    assert told[::-1] == [
        ("login-failed", "salesperson", ""),
        ("login-failed", "", ""),
        ("logged-in", "salesperson", "password"),
        ("password-changed", "salesperson", ""),
        ("token-made", "salesperson", ""),
        ("out-of-scope", "salesperson", "POST /messages"),
        ("token-refused", "", "GET /worklist"),
        ("right-refused", "salesperson", "GET /organisation"),
        ("unknown-or-hidden", "salesperson", "GET /instances/{id} nothere-1"),
        ("csrf-refused", "salesperson", "POST /tokens"),
        ("token-revoked", "salesperson", ""),
        ("logged-out", "salesperson", ""),
        ("logged-in", "auditor", "password"),
    ]
    whole = str(found)
    for secret in (PASSWORD, "guess guess", "pass phrase", made["secret"], "gcp_unknown"):
        assert secret not in whole
    assert {one["address"] for one in found} == {"testclient"}


def test_same_refusal_is_told_once_a_minute(browse: Browse, clock: FixedClock) -> None:
    person, auditor = browse("salesperson"), browse("auditor")
    for number in range(5):
        person.get(f"/instances/nothere-{number}")
        person.get("/organisation")
    for _ in range(8):
        browse("-").log_in("gm", "guess guess")
    clock.advance(timedelta(minutes=1))
    person.get("/organisation")

    def count(kind: str) -> int:
        return len(logged(auditor, kind=kind))

    assert count("unknown-or-hidden") == 1
    assert count("right-refused") == 2
    assert (count("login-failed"), count("throttled")) == (5, 1)


def test_log_is_kept_for_its_declared_time_and_read_page_by_page(
    browse: Browse, clock: FixedClock
) -> None:
    browse("gm")
    clock.advance(timedelta(days=189))
    auditor = browse("auditor")

    newest, older = logged(auditor)
    assert [one["seq"] for one in logged(auditor, before=newest["seq"])] == [older["seq"]]
    assert logged(auditor, login="gm", since=newest["at"]) == []
    clock.advance(timedelta(days=1))
    auditor = browse("auditor")
    assert {one["login"] for one in logged(auditor)} == {"auditor"}
    assert auditor.get("/access-log", kind="x").status_code == 422


@pytest.mark.parametrize("days", [0, 3_661])
def test_log_without_a_bounded_time_stops_the_start(days: int) -> None:
    with pytest.raises(InvalidCommand):
        open_runtime("memory:", Options(doors=DoorSettings(log_days=days)))


def test_command_line_is_told_as_the_system(runtime: Runtime, browse: Browse) -> None:
    runtime.tokens.revoke_all(runtime.person("gm").id)
    runtime.accounts.set_password("gm", "another horse")

    entry = logged(browse("auditor"), login="gm")[0]

    assert (entry["kind"], entry["by"], entry["address"]) == ("password-changed", "system", "")


def test_no_endpoint_makes_the_first_administrator(tmp_path: Path) -> None:
    """All that nobody needs a right for is logging in, which takes a password that the command
    line has given; there is none in a new database."""
    anyone = {
        (method, route.path.removeprefix(API))
        for method, route in ROUTES
        if needs(route) == [Need.ANYONE] and method != "GET"
    }
    settings = Settings(worker=False, database_url=f"sqlite:///{tmp_path / 'new.db'}")

    with TestClient(create_app(settings)) as client:
        answers = {
            client.post(API + "/session", json={"login": login, "password": password}).status_code
            for login, password in (("admin", "admin"), ("admin", ""), ("system", ""))
        }

    assert anyone == {("POST", "/session")}
    assert answers == {401}
