"""Sessions over HTTP: their cookie, their ends, the header of changing requests, guessing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from engine.bootstrap import Runtime
from engine.clock import FixedClock
from tests.api.conftest import API, PASSWORD, Browser

Browse = Callable[[str], Browser]
NEW = "another horse"


def is_in(browser: Browser) -> bool:
    return bool(browser.get("/worklist").status_code == 200)


def secure_browser(runtime: Runtime) -> Browser:
    app = create_app(Settings(worker=False, secure_cookies=True), runtime)
    client = TestClient(app, base_url="https://testserver")
    client.__enter__()
    return Browser(client)


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    answer = Browser(client).log_in("salesperson")

    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("guicheng_session=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


def test_cookie_behind_https_is_bound_to_the_host_and_never_in_the_clear(runtime: Runtime) -> None:
    browser = secure_browser(runtime)

    answer = browser.log_in("salesperson")

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-guicheng_session=")
    assert "Secure" in cookie
    assert "domain" not in cookie.lower()
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert is_in(browser)
    browser.client.__exit__(None, None, None)


def test_session_ends_when_it_is_not_used(browse: Browse, clock: FixedClock) -> None:
    browser = browse("salesperson")

    clock.advance(timedelta(hours=1, minutes=59))
    assert is_in(browser)
    clock.advance(timedelta(hours=1, minutes=59))
    assert is_in(browser)
    clock.advance(timedelta(hours=2))
    assert not is_in(browser)


def test_session_ends_after_twelve_hours_however_much_it_is_used(
    browse: Browse, clock: FixedClock
) -> None:
    browser = browse("salesperson")
    for _ in range(11):
        clock.advance(timedelta(hours=1))
        assert is_in(browser)

    clock.advance(timedelta(hours=1))

    assert not is_in(browser)


def test_log_out_ends_the_session_on_the_server(browse: Browse) -> None:
    browser = browse("salesperson")
    cookie = browser.client.cookies["guicheng_session"]

    answer = browser.client.delete(API + "/session", headers={"X-CSRF-Token": browser.csrf})
    browser.client.cookies.set("guicheng_session", cookie)

    assert answer.status_code == 204
    assert not is_in(browser)


def test_logging_in_again_ends_the_browsers_earlier_session(browse: Browse) -> None:
    browser = browse("salesperson")
    earlier = browser.client.cookies["guicheng_session"]

    browser.log_in("salesperson")
    later = browser.client.cookies["guicheng_session"]
    browser.client.cookies.clear()
    browser.client.cookies.set("guicheng_session", earlier)

    assert later != earlier
    assert not is_in(browser)


def change(browser: Browser, old: str, new: str) -> int:
    headers = {"X-CSRF-Token": browser.csrf}
    answer = browser.client.put(
        API + "/session/password", json={"old": old, "new": new}, headers=headers
    )
    browser.csrf = answer.json().get("csrf_token", browser.csrf)
    return int(answer.status_code)


def test_changed_password_ends_the_other_sessions(browse: Browse, client: TestClient) -> None:
    here, elsewhere = browse("salesperson"), browse("salesperson")

    assert change(here, PASSWORD, NEW) == 200

    assert is_in(here)
    assert not is_in(elsewhere)
    assert Browser(client).log_in("salesperson", PASSWORD).status_code == 401
    assert Browser(client).log_in("salesperson", NEW).status_code == 200


@pytest.mark.parametrize(("old", "new", "status"), [("guess", NEW, 401), (PASSWORD, "short", 422)])
def test_password_stays_when_the_change_is_refused(
    browse: Browse, old: str, new: str, status: int
) -> None:
    browser = browse("salesperson")

    assert change(browser, old, new) == status

    assert is_in(browser)
    assert browse("salesperson").csrf


@pytest.mark.parametrize("sent", ["", "guess", "0" * 64])
def test_changing_request_without_the_sessions_header_is_refused(browse: Browse, sent: str) -> None:
    browser = browse("salesperson")

    answer = browser.client.post(
        API + "/definitions/trip/start",
        json={"variables": {"reason": "x"}},
        headers={"X-CSRF-Token": sent},
    )

    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:guicheng:problem:csrf"


def test_header_of_another_session_is_refused(browse: Browse) -> None:
    browser, other = browse("salesperson"), browse("sales-manager")
    browser.csrf = other.csrf

    assert browser.post("/definitions/trip/start", {"variables": {}}).status_code == 403


def test_guessing_is_slowed_down_and_says_for_how_long(
    client: TestClient, clock: FixedClock
) -> None:
    browser = Browser(client)
    answers = [browser.log_in("salesperson", "guess guess").status_code for _ in range(6)]

    blocked = browser.log_in("salesperson")

    assert answers == [401] * 5 + [429]
    assert blocked.status_code == 429
    assert blocked.headers["retry-after"] == "900"
    clock.advance(timedelta(minutes=16))
    assert browser.log_in("salesperson").status_code == 200


def test_unknown_login_answers_like_a_wrong_password(client: TestClient) -> None:
    browser = Browser(client)

    unknown, wrong = browser.log_in("nobody", "guess guess"), browser.log_in("gm", "guess guess")

    assert (unknown.status_code, unknown.json()) == (wrong.status_code, wrong.json())


def test_login_form_of_another_site_is_refused(client: TestClient) -> None:
    answer = client.post(
        API + "/session",
        json={"login": "gm", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
