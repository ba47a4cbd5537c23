"""The edge itself: cookies, CSRF, headers, limits, malformed requests, health, docs, the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.routing import Mount

from api.app import create_app
from api.page import Page
from api.settings import Settings
from api.wire import parse_json, to_json, to_value
from engine.bootstrap import Runtime
from engine.clock import FixedClock
from engine.core.values import YearMonthDuration
from engine.errors import InvalidCommand
from engine.uploads import plain_name, type_of
from tests.api.conftest import API, PASSWORD, TRIP, Browser

Browse = Callable[[str], Browser]
JSON = {"Content-Type": "application/json"}


def test_session_says_who_is_logged_in(browse: Browse) -> None:
    nobody = browse("-").get("/session").json()
    somebody = browse("gm").get("/session").json()

    assert nobody == {
        "user": None,
        "csrf_token": "",
        "oidc": False,
        "must_enrol": False,
        "must_change": False,
    }
    assert somebody["user"]["name"] == "周启明"
    assert "gm" in somebody["user"]["roles"]
    assert somebody["csrf_token"]


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(browse: Browse) -> None:
    cookie = browse("-").log_in("gm").headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie


def test_cookie_is_secure_behind_https(runtime: Runtime) -> None:
    app = create_app(Settings(worker=False, secure_cookies=True), runtime)
    with TestClient(app, base_url="https://testserver") as client:
        answer = client.post(API + "/session", json={"login": "gm", "password": PASSWORD})

    assert "; secure" in answer.headers["set-cookie"].lower()


def test_logging_out_ends_the_session(browse: Browse) -> None:
    browser = browse("gm")

    answer = browser.client.delete(API + "/session", headers={"X-CSRF-Token": browser.csrf})

    assert answer.status_code == 204
    assert browser.get("/worklist").status_code == 401


def test_wrong_password_is_refused(browse: Browse) -> None:
    answer = browse("-").log_in("gm", "wrong horse")

    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:guicheng:problem:not-signed-in"


def test_guessing_is_slowed_down(browse: Browse) -> None:
    browser = browse("-")
    for _ in range(5):
        browser.log_in("gm", "wrong horse")

    answer = browser.log_in("gm")

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "900"


def test_login_from_another_site_is_refused(client: TestClient) -> None:
    body = {"login": "gm", "password": PASSWORD}

    answer = client.post(API + "/session", json=body, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


@pytest.mark.parametrize("token", ["", "guess"])
def test_change_without_the_csrf_token_is_refused(browse: Browse, token: str) -> None:
    browser = browse("salesperson")
    browser.csrf = token

    answer = browser.post("/definitions/trip/start", {"variables": {"reason": "x"}})

    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:guicheng:problem:csrf"


def test_answers_keep_browsers_careful(browse: Browse) -> None:
    headers = browse("gm").get("/worklist").headers

    assert "script-src 'self';" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 422),
        (b"\xff", 422),
        (b'{"variables": {"days": NaN}}', 422),
        (b'{"variables": []}', 422),
        (b'{"variables": {}, "unknown": 1}', 422),
        (b"[" * 100_000, 422),
        (b'{"variables": {"reason": "\\ud800"}}', 422),
        (b'{"variables": {"$reason": "x"}}', 422),
        (b'{"variables": {"reason": {"$date": "never"}}}', 422),
        (b'{"variables": ' + b'{"a": ' * 200 + b"1" + b"}" * 200 + b"}", 422),
        (b'{"variables": {"days": 1e400}}', 422),
        (b'{"variables": {"days": 9e99999999999999999999}}', 422),
        (b'{"variables": {"days": 1' + b"0" * 5_000 + b"}}", 422),
        (b'{"variables": {"reason": "' + b"x" * 1_000_000 + b'"}}', 413),
    ],
)
def test_malformed_request_is_refused_as_a_problem(
    browse: Browse, content: bytes, status: int
) -> None:
    browser = browse("salesperson")

    answer = browser.client.post(
        API + "/definitions/trip/start",
        content=content,
        headers={**JSON, "X-CSRF-Token": browser.csrf},
    )

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_body_without_a_declared_length_is_bounded_too(browse: Browse) -> None:
    browser = browse("salesperson")

    def chunks() -> object:
        for _ in range(40):
            yield b" " * 50_000

    answer = browser.client.post(
        API + "/definitions/trip/start",
        content=chunks(),
        headers={**JSON, "X-CSRF-Token": browser.csrf},
    )

    assert answer.status_code == 413


@pytest.mark.parametrize(("content", "status"), [(b"x" * 20_001, 413), (b"", 422)])
def test_file_of_the_wrong_size_is_refused(browse: Browse, content: bytes, status: int) -> None:
    assert browse("gm").upload("/files", "file", "a.txt", content).status_code == status


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/worklist", {"view": "everything"}),
        ("/worklist", {"limit": 1_000}),
        ("/worklist", {"limit": 0}),
        ("/worklist", {"cursor": "forged"}),
        ("/worklist", {"colour": "red"}),
        ("/worklist", {"text": "a\0b"}),
        ("/worklist", {"process": "\0"}),
        ("/instances/a%00b", {}),
        ("/work-items/%00", {}),
        ("/definitions/%00", {}),
        ("/instances", {"scope": "mine"}),
        ("/instances", {"cursor": "%00"}),
        ("/instances", {"status": "lost"}),
    ],
)
def test_unknown_filter_is_refused(browse: Browse, path: str, query: dict[str, object]) -> None:
    answer = browse("gm").get(path, **query)

    assert answer.status_code == 422, answer.text
    assert answer.json()["type"] == "urn:guicheng:problem:invalid-command"


def test_unknown_address_is_a_problem(browse: Browse) -> None:
    answer = browse("gm").get("/nothing")

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:guicheng:problem:not-found"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/work-items/x/complete", "POST"),
        ("DELETE", "/worklist", "GET"),
        ("POST", "/work-items/x/draft", "DELETE, GET, PUT"),
    ],
)
def test_wrong_method_is_told_the_right_ones(
    browse: Browse, method: str, path: str, allowed: str
) -> None:
    browser = browse("gm")
    answer = browser.client.request(method, API + path, headers={"X-CSRF-Token": browser.csrf})

    assert answer.status_code == 405, answer.text
    assert answer.headers["allow"] == allowed
    assert answer.json()["type"] == "urn:guicheng:problem:not-allowed"


def test_deployment_with_findings_is_refused_and_names_them(browse: Browse) -> None:
    bad = TRIP.replace(b"decision = &quot;yes&quot;", b"1 +").replace(
        b'decision = "yes"', b"decision = ("
    )

    answer = browse("office-director").upload("/deployments", "files", "trip.bpmn", bad)

    assert answer.status_code == 422, answer.text
    finding = answer.json()["findings"][0]
    assert finding["file"] == "trip.bpmn"
    assert finding["zh"]
    assert finding["line"]
    assert browse("gm").get("/definitions/trip").json()["version"] == 1


def test_deployment_makes_a_new_version(browse: Browse) -> None:
    changed = TRIP.replace("出差申请".encode(), "差旅申请".encode())

    answer = browse("office-director").upload("/deployments", "files", "trip.bpmn", changed)

    assert answer.status_code == 201, answer.text
    (deployed,) = answer.json()["definitions"]
    assert (deployed["version"], deployed["name"]) == (2, "差旅申请")


def test_crash_says_nothing_of_its_cause(
    client: TestClient, runtime: Runtime, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browse("gm")

    def crash(*_: object) -> None:
        raise RuntimeError("secret path")

    monkeypatch.setattr(runtime.store, "definitions", crash)
    answer = browser.get("/definitions")

    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["type"] == "urn:guicheng:problem:crash"


def test_process_answers_and_is_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}


def test_server_without_its_worker_is_not_ready(runtime: Runtime, clock: FixedClock) -> None:
    with TestClient(create_app(Settings(worker=True), runtime)) as client:
        assert client.get("/readyz").status_code == 503
        runtime.worker.last_seen = clock.now()
        assert client.get("/readyz").status_code == 200
        clock.advance(timedelta(minutes=2))
        assert client.get("/readyz").status_code == 503


def test_docs_load_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    script = client.get("/docs/docs.js").text
    style = client.get("/docs/docs.css").text

    assert "/openapi.json" in script
    for text in (page, script, style):
        assert "http://" not in text
        assert "https://" not in text
    assert client.get("/openapi.json").json()["openapi"].startswith("3.")


@pytest.fixture
def page(tmp_path: Path) -> TestClient:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>规程</title>", encoding="utf-8")
    (tmp_path / "assets" / "app-abc.js").write_text("1", encoding="utf-8")
    return TestClient(Starlette(routes=[Mount("/", Page(tmp_path))]))


@pytest.mark.parametrize("path", ["/", "/inbox", "/cases/c1", "/tasks/c1-2.1"])
def test_page_answers_every_address_of_its_own(page: TestClient, path: str) -> None:
    answer = page.get(path)

    assert "规程" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


def test_hashed_assets_are_kept_for_ever(page: TestClient) -> None:
    assert "immutable" in page.get("/assets/app-abc.js").headers["cache-control"]


@pytest.mark.parametrize("path", ["/assets/gone.js", "/favicon.ico", "/api/v1/nothing"])
def test_missing_file_is_missing(page: TestClient, path: str) -> None:
    assert page.get(path).status_code == 404


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (Decimal(3), 3),
        (Decimal("3.0"), 3),
        (Decimal("12.5"), 12.5),
        (Decimal("0.1234567890123456789"), "0.1234567890123456789"),
        (Decimal(2**60), str(2**60)),
        (timedelta(days=1, hours=2, seconds=3.5), "P1DT2H3.5S"),
        (timedelta(0), "PT0S"),
        (-timedelta(minutes=5), "-PT5M"),
        (YearMonthDuration(14), "P1Y2M"),
        ([True, None], [True, None]),
    ],
)
def test_value_is_written_as_browsers_read_it(value: object, wire: object) -> None:
    assert to_json(value) == wire
    assert json.loads(json.dumps(to_json(value))) == wire


def test_numbers_are_read_as_decimals() -> None:
    sent = to_value(parse_json(b'{"a": 0.1, "b": 2, "c": {"$date": "2026-11-22"}}'))

    assert (sent["a"], sent["b"]) == (Decimal("0.1"), Decimal(2))
    assert type(sent["b"]) is Decimal
    assert sent["c"].year == 2026


def test_value_nested_without_end_is_refused() -> None:
    deep: object = 1
    for _ in range(100):
        deep = [deep]

    with pytest.raises(InvalidCommand):
        to_value(deep)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\合同.pdf", "合同.pdf"),
        ("a\r\nb\0.txt", "ab.txt"),
        ("\u202efdp.exe", "fdp.exe"),
        ("", "file"),
    ],
)
def test_file_name_is_cleaned(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "image/png"),
        ("<html>合同".encode(), "text/plain"),
        (b"\xff\xfe\x00\x01", "application/octet-stream"),
    ],
)
def test_type_is_found_in_the_content(content: bytes, kind: str) -> None:
    assert type_of(content) == kind
