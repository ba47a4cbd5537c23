"""Logging in with a password and a code of an authenticator."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock
from engine.doors import DoorSettings, Required
from engine.identity import totp
from tests.api.conftest import API, PASSWORD, Browser

Browse = Callable[[str], Browser]
FACTOR = "/session/second-factor"


@pytest.fixture
def required() -> Required:
    return Required.NOBODY


@pytest.fixture
def runtime(
    template: Path, tmp_path: Path, clock: FixedClock, required: Required
) -> Iterator[Runtime]:
    path = tmp_path / "cases.db"
    path.write_bytes(template.read_bytes())
    doors = DoorSettings(second_factor=required)
    options = Options(clock=clock, quick_passwords=True, doors=doors)
    runtime = open_runtime(f"sqlite:///{path}", options)
    yield runtime
    runtime.close()


def code(secret: str, clock: FixedClock) -> str:
    """What the authenticator shows now."""
    padded = secret + "=" * (-len(secret) % 8)
    return totp.hotp(base64.b32decode(padded), totp.step_of(clock.now()))


def log_in(browser: Browser, login: str, given: str) -> Any:
    body = {"login": login, "password": PASSWORD, "code": given}
    answer = browser.post("/session", body)
    browser.csrf = answer.json().get("csrf_token", "")
    return answer


def put(browser: Browser, path: str, body: Any) -> Any:
    headers = {"X-CSRF-Token": browser.csrf}
    answer = browser.client.put(API + path, json=body, headers=headers)
    if answer.status_code == 200:
        browser.csrf = answer.json()["session"]["csrf_token"]
    return answer


def enrol(browser: Browser, clock: FixedClock) -> tuple[str, list[str]]:
    """Set an authenticator up; its secret and the recovery codes."""
    begun = browser.post(FACTOR, {"password": PASSWORD})
    assert begun.status_code == 200, begun.text
    secret = begun.json()["secret"]
    assert f"secret={secret}" in begun.json()["address"]
    confirmed = put(browser, FACTOR, {"code": code(secret, clock)})
    assert confirmed.status_code == 200, confirmed.text
    return secret, confirmed.json()["recovery_codes"]


def kind(answer: Any) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


def test_login_asks_for_the_code_and_takes_each_once(browse: Browse, clock: FixedClock) -> None:
    here, elsewhere = browse("gm"), browse("gm")
    secret, _ = enrol(here, clock)
    first = code(secret, clock)

    assert here.get(FACTOR).json()["on_since"] is not None
    assert elsewhere.get("/worklist").status_code == 401, "enrolling ends the other sessions"
    asked = browse("-").log_in("gm")
    wrong_password = browse("-").log_in("gm", "guess guess")
    spent = log_in(browse("-"), "gm", first)
    clock.advance(timedelta(seconds=30))
    taken = log_in(browse("-"), "gm", code(secret, clock))
    again = log_in(browse("-"), "gm", code(secret, clock))

    assert (asked.status_code, kind(asked)) == (401, "second-factor-needed")
    assert kind(wrong_password) == "not-signed-in"
    assert (spent.status_code, kind(spent)) == (401, "wrong-code")
    assert taken.status_code == 200
    assert kind(again) == "wrong-code"


def test_guessing_of_codes_is_slowed_down_from_every_address(
    browse: Browse, clock: FixedClock
) -> None:
    secret, _ = enrol(browse("gm"), clock)
    clock.advance(timedelta(seconds=30))

    answers = [log_in(browse("-"), "gm", "000000").status_code for _ in range(6)]
    blocked = log_in(browse("-"), "gm", code(secret, clock))

    assert answers == [401] * 5 + [429]
    assert blocked.status_code == 429
    clock.advance(timedelta(minutes=16))
    assert log_in(browse("-"), "gm", code(secret, clock)).status_code == 200


def test_recovery_code_opens_once_and_secrets_are_shown_once(
    browse: Browse, runtime: Runtime, clock: FixedClock
) -> None:
    secret, codes = enrol(browse("gm"), clock)
    browser = browse("-")

    first, again = (log_in(browser, "gm", f" {codes[0].upper()} ") for _ in range(2))
    log_in(browser, "gm", codes[1])
    state = browser.get(FACTOR)

    assert (first.status_code, kind(again)) == (200, "wrong-code")
    assert len(set(codes)) == 10
    assert state.json()["recovery_codes_left"] == 8
    assert secret not in state.text
    assert browser.post(FACTOR, {"password": PASSWORD, "code": codes[2]}).status_code == 409
    renewed = browser.post(FACTOR + "/recovery-codes", {"password": PASSWORD, "code": codes[3]})
    assert set(renewed.json()["recovery_codes"]).isdisjoint(codes)
    auditor = browse("auditor")
    told = auditor.get("/access-log", login="gm").text
    assert all(one not in told for one in (secret, *codes))
    assert "recovery-code-used" in told


def test_changing_the_second_factor_asks_for_password_and_code(
    browse: Browse, clock: FixedClock
) -> None:
    browser = browse("gm")

    without = browser.post(FACTOR, {"password": "guess guess"})
    secret, codes = enrol(browser, clock)
    missing = browser.post(FACTOR + "/end", {"password": PASSWORD})
    ended = browser.post(FACTOR + "/end", {"password": PASSWORD, "code": codes[0]})

    assert without.status_code == 401
    assert kind(missing) == "second-factor-needed"
    assert ended.status_code == 200
    assert browse("-").log_in("gm").status_code == 200
    assert log_in(browse("-"), "gm", code(secret, clock)).status_code == 200


def test_unconfirmed_authenticator_counts_for_nothing_and_is_over_soon(
    browse: Browse, clock: FixedClock
) -> None:
    browser = browse("gm")
    secret = browser.post(FACTOR, {"password": PASSWORD}).json()["secret"]

    wrong = put(browser, FACTOR, {"code": "000000"})
    assert browse("-").log_in("gm").status_code == 200
    clock.advance(timedelta(minutes=15))
    late = put(browser, FACTOR, {"code": code(secret, clock)})

    assert (kind(wrong), late.status_code) == ("wrong-code", 409)


@pytest.mark.parametrize("required", [Required.ADMINISTRATORS])
def test_administrator_sets_it_up_before_anything_else_where_it_is_required(
    browse: Browse, clock: FixedClock, required: Required
) -> None:
    browser = browse("admin")

    refused = browser.get("/organisation")
    assert (refused.status_code, kind(refused)) == (403, "second-factor-missing")
    assert browser.get("/session").json()["must_enrol"] is True
    assert browser.post("/tokens", {"name": "x", "scopes": ["read"]}).status_code == 403
    _, codes = enrol(browser, clock)

    assert browser.get("/organisation").status_code == 200
    assert browser.get("/session").json()["must_enrol"] is False
    ended = browser.post(FACTOR + "/end", {"password": PASSWORD, "code": codes[0]})
    assert kind(ended) == "not-permitted"
    assert browse("gm").get("/worklist").status_code == 200


@pytest.mark.parametrize("required", [Required.ADMINISTRATORS])
def test_reset_asks_to_set_it_up_anew(
    browse: Browse, runtime: Runtime, clock: FixedClock, required: Required
) -> None:
    browser = browse("admin")
    enrol(browser, clock)

    assert runtime.doors.reset_second_factor(runtime.person("admin").id, "system")

    assert browser.get("/session").json()["user"] is None
    assert browse("admin").get("/session").json()["must_enrol"] is True


def test_leaving_forgets_the_second_factor(
    browse: Browse, runtime: Runtime, clock: FixedClock
) -> None:
    enrol(browse("gm"), clock)

    runtime.leaving.leave("gm", runtime.person("admin"), "deputy-gm")

    assert runtime.doors.factors.state(runtime.person("gm")).confirmed_at is None


def test_setting_is_read_by_the_server(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    settings = Settings(worker=False, database_url=url, second_factor="everybody")

    app = create_app(settings)
    with TestClient(app):
        runtime = app.state.house.runtime

        assert runtime.doors.factors.is_required_of(runtime.person("salesperson"))
