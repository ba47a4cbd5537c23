"""Logging in with a real identity provider, which runs in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.logins import outside_login
from api.settings import Settings
from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock
from engine.core.ids import UserId
from engine.doors import AccessQuery
from engine.errors import InvalidCommand
from tests.api.conftest import API, PASSWORD
from tests.api.oidc_provider import CLIENT_ID, CLIENT_SECRET, FAULTS

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SITE = "http://testserver"
ROOT = Path(__file__).parents[2]
BEGIN = API + "/session/oidc"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider that has been started, and is stopped at the end."""
    back = f"{SITE}{API}/session/oidc/callback"
    command = [sys.executable, "-m", "tests.api.oidc_provider", back, str(int(NOW.timestamp()))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@dataclass
class House:
    """A server that trusts the provider, and a browser."""

    issuer: str
    runtime: Runtime
    clock: FixedClock
    browser: TestClient

    def at_the_keyboard(self, fault: str = "", **claims: Any) -> None:
        httpx2.post(self.issuer + "/as", json=claims)
        httpx2.post(self.issuer + "/faults", content=fault)

    def begin(self, target: str = "/") -> str:
        """Begin here; the address that the provider sends the browser back to."""
        answer = self.browser.get(BEGIN, params={"target": target}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        sent = httpx2.get(answer.headers["location"], follow_redirects=False)
        assert sent.status_code == 302, sent.text
        return sent.headers["location"]

    def come_back(self, address: str) -> Any:
        parts = urlsplit(address)
        return self.browser.get(f"{parts.path}?{parts.query}", follow_redirects=False)

    def log_in(self, fault: str = "", target: str = "/", **claims: Any) -> Any:
        self.at_the_keyboard(fault, **claims)
        return self.come_back(self.begin(target))

    def user(self) -> Any:
        return self.browser.get(API + "/session").json()["user"]


def settings_for(issuer: str, **more: Any) -> Settings:
    return Settings(
        worker=False,
        public_url=SITE,
        oidc_issuer=issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_roles={"buyers": ("purchaser",), "stores": ("warehouse-keeper",)},
        **more,
    )


@pytest.fixture
def unknown() -> str:
    return "refuse"


@pytest.fixture
def house(issuer: str, template: Path, tmp_path: Path, unknown: str) -> Iterator[House]:
    path, clock = tmp_path / "cases.db", FixedClock(NOW)
    path.write_bytes(template.read_bytes())
    settings = settings_for(issuer, oidc_unknown=unknown)
    options = Options(clock=clock, quick_passwords=True, oidc=outside_login(settings))
    runtime = open_runtime(f"sqlite:///{path}", options)
    with TestClient(create_app(settings, runtime), raise_server_exceptions=False) as browser:
        yield House(issuer, runtime, clock, browser)
    runtime.close()


def test_person_comes_in_and_goes_where_they_wanted(house: House) -> None:
    answer = house.log_in(preferred_username="salesperson", target="/tasks?view=mine")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/tasks?view=mine"
    assert house.user()["id"] == "salesperson"
    assert house.browser.get(API + "/worklist").status_code == 200


def test_session_says_that_there_is_a_provider(house: House) -> None:
    assert house.browser.get(API + "/session").json()["oidc"] is True


def test_groups_give_roles_for_the_session(house: House) -> None:
    house.log_in(preferred_username="salesperson", groups=["buyers", "unmapped", 7])

    assert "purchaser" in house.user()["roles"]
    person = house.runtime.person("salesperson")
    assert "purchaser" not in person.roles


def test_groups_that_may_not_go_together_are_refused(house: House) -> None:
    answer = house.log_in(preferred_username="salesperson", groups=["buyers", "stores"])

    assert answer.status_code == 401
    assert "purchaser and warehouse-keeper" in answer.json()["detail_en"]
    assert house.user() is None


@pytest.mark.parametrize("login", ["nobody", "", 7, None, "system"])
def test_unknown_person_is_refused(house: House, login: Any) -> None:
    assert house.log_in(preferred_username=login).status_code == 401
    assert house.user() is None
    assert house.runtime.access.newcomers() == []


@pytest.mark.parametrize("unknown", ["note"])
def test_unknown_person_is_noted_without_any_right(house: House, unknown: str) -> None:
    for _ in range(2):
        answer = house.log_in(preferred_username="newbie", name="新人")
        assert answer.status_code == 401

    (noted,) = house.runtime.access.newcomers()

    assert (noted.login, noted.name, noted.subject) == ("newbie", "新人", "subject-1")
    assert house.user() is None
    assert house.runtime.people.person("newbie") is None


@pytest.mark.parametrize("fault", FAULTS)
def test_identity_token_that_does_not_hold_is_refused(house: House, fault: str) -> None:
    answer = house.log_in(fault, preferred_username="salesperson")

    assert answer.status_code == 401, answer.text
    assert house.user() is None


def test_state_works_once(house: House) -> None:
    house.at_the_keyboard(preferred_username="salesperson")
    address = house.begin()
    state = house.browser.cookies["guicheng_login"]
    assert house.come_back(address).status_code == 303

    house.browser.cookies.clear()
    house.browser.cookies.set("guicheng_login", state)

    assert house.come_back(address).status_code == 401
    assert house.user() is None


def test_login_that_another_browser_began_is_refused(house: House) -> None:
    house.at_the_keyboard(preferred_username="salesperson")
    address = house.begin()
    house.browser.cookies.clear()

    assert house.come_back(address).status_code == 401
    assert house.user() is None


def test_login_that_took_too_long_is_refused(house: House) -> None:
    house.at_the_keyboard(preferred_username="salesperson")
    address = house.begin()
    house.clock.advance(timedelta(minutes=10))

    assert house.come_back(address).status_code == 401


def test_code_of_another_login_does_not_fit_its_verifier(house: House) -> None:
    house.at_the_keyboard(preferred_username="gm")
    stolen = parse_qs(urlsplit(house.begin()).query)["code"][0]
    own = parse_qs(urlsplit(house.begin()).query)["state"][0]

    answer = house.browser.get(
        BEGIN + "/callback", params={"code": stolen, "state": own}, follow_redirects=False
    )

    assert answer.status_code == 401
    assert house.user() is None


def test_provider_that_says_no_opens_nothing(house: House) -> None:
    state = parse_qs(urlsplit(house.begin()).query)["state"][0]

    answer = house.browser.get(
        BEGIN + "/callback", params={"error": "access_denied", "state": state}
    )

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\\b", "/\r\nX: y"],
)
def test_nobody_is_led_to_another_site(house: House, target: str) -> None:
    answer = house.log_in(preferred_username="salesperson", target=target)

    assert answer.headers["location"] == "/"


def test_email_counts_only_when_it_is_verified(issuer: str, template: Path, tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    path.write_bytes(template.read_bytes())
    settings = settings_for(issuer, oidc_login_claim="email")
    options = Options(clock=FixedClock(NOW), oidc=outside_login(settings))
    runtime = open_runtime(f"sqlite:///{path}", options)
    with TestClient(create_app(settings, runtime)) as browser:
        house = House(issuer, runtime, FixedClock(NOW), browser)
        assert house.log_in(email="gm", email_verified=False).status_code == 401
        assert house.log_in(email="gm", email_verified=True).status_code == 303
    runtime.close()


def test_server_without_a_provider_has_no_such_login(client: TestClient) -> None:
    assert client.get(BEGIN, follow_redirects=False).status_code == 404
    assert client.get(API + "/session").json()["oidc"] is False


def test_provider_that_is_down_is_told_and_nothing_else(template: Path, tmp_path: Path) -> None:
    settings = settings_for("http://127.0.0.1:9")
    runtime = open_runtime("memory:", Options(oidc=outside_login(settings)))
    with TestClient(create_app(settings, runtime), raise_server_exceptions=False) as browser:
        answer = browser.get(BEGIN, follow_redirects=False)
    runtime.close()

    assert answer.status_code == 503
    assert answer.json()["detail"] == "身份提供方暂时不可用"


def test_role_that_does_not_exist_is_refused_at_the_start(issuer: str) -> None:
    settings = settings_for(issuer).model_copy(update={"oidc_roles": {"buyers": ("emperor",)}})

    with pytest.raises(InvalidCommand, match="emperor"):
        open_runtime("memory:", Options(oidc=outside_login(settings)))


def test_provider_in_the_clear_is_refused_at_the_start() -> None:
    settings = settings_for("http://login.example.org")

    with pytest.raises(Exception, match="https"):
        open_runtime("memory:", Options(oidc=outside_login(settings)))


def test_person_is_bound_to_the_subject_of_their_first_login(house: House) -> None:
    assert house.log_in(preferred_username="salesperson", sub="s-1").status_code == 303
    house.browser.cookies.clear()

    another = house.log_in(preferred_username="salesperson", sub="s-2")
    renamed = house.log_in(preferred_username="gm", sub="s-1")

    assert (another.status_code, renamed.status_code) == (401, 401)
    assert "绑定" in another.json()["detail"]
    assert house.user() is None
    assert house.log_in(preferred_username="salesperson", sub="s-1").status_code == 303
    asked = AccessQuery(limit=20)
    kinds = [str(one.kind) for one in house.runtime.doors.log.found(asked) if one.address][::-1]
    refused = ["identity-refused", "login-failed"]
    assert kinds == ["identity-bound", "logged-in", *refused, *refused, "logged-in"]


def test_unbound_person_is_bound_anew_and_their_sessions_end(house: House) -> None:
    house.log_in(preferred_username="salesperson", sub="s-1")

    assert house.runtime.doors.unbind(UserId("salesperson"), "admin") == 1

    assert house.user() is None
    assert house.log_in(preferred_username="salesperson", sub="s-2").status_code == 303
    assert house.log_in(preferred_username="salesperson", sub="s-1").status_code == 401


def test_second_factor_of_who_comes_from_the_provider_is_the_providers(house: House) -> None:
    house.log_in(preferred_username="salesperson")
    state = house.browser.get(API + "/session").json()
    headers = {"X-CSRF-Token": state["csrf_token"]}
    factor = API + "/session/second-factor"

    answer = house.browser.post(factor, json={"password": PASSWORD}, headers=headers)
    assert answer.status_code == 409
    end = API + "/sessions/end"
    assert house.browser.post(end, json={}, headers=headers).status_code == 200
    house.clock.advance(timedelta(minutes=11))
    assert house.browser.post(end, json={}, headers=headers).status_code == 403
    (session,) = house.browser.get(API + "/sessions").json()["items"]
    assert session["proof"] == "oidc"
