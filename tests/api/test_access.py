"""Who may do what: every route declares its need, and each denied case is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import Mount, Route

from api.app import create_app
from api.auth import Need
from api.settings import Settings
from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock
from engine.core.ids import UserId
from engine.embedding import Engine
from engine.views import WorklistQuery
from tests.api.conftest import API, NOON, Browser

Browse = Callable[[str], Browser]
OPEN = {"/openapi.json"}
"""Routes of the framework that anybody may see."""

INVOLVED = ("salesperson", "sales-manager")
SEE_ALL = ("auditor", "admin", "office-director")
OUTSIDER = "warehouse-keeper"
BODIES: dict[str, Any] = {
    "start": {"variables": {"reason": "x"}},
    "complete": {"data": {"decision": "yes"}},
    "activate": {"element_id": "x"},
    "terminate": {"reason": "x"},
    "retry": {"variables": {}, "reason": "x"},
    "messages": {"name": "m", "correlation_key": "k", "time_to_live": "PT1M"},
    "signals": {"name": "fire"},
    "error": {"code": "BROKEN"},
    "escalation": {"code": "LATE"},
    "comments": {"text": "x"},
    "prediction": {"data": {"reason": "x"}},
    "session": {"login": "x", "password": "x"},
}

# (need) -> what each person gets on a route with it: the status of the refusal, or None if let in.
REFUSALS: dict[Need, dict[str, int | None]] = {
    Need.SIGNED_IN: {"-": 401, OUTSIDER: None},
    Need.SEE_DEFINITION: {"-": 401, OUTSIDER: None},
    Need.START: {"-": 401, OUTSIDER: 403, "auditor": 403, "salesperson": None},
    Need.DEPLOY: {"-": 401, "salesperson": 403, "auditor": 403, "office-director": None},
    Need.AUDIT: {"-": 401, "office-director": 403, "salesperson": 403, "auditor": None},
    Need.OPERATE: {"-": 401, "auditor": 403, "salesperson": 403, "office-director": None},
    Need.OPERATE_INCIDENT: {
        "-": 401,
        "auditor": 403,
        "salesperson": 403,
        "office-director": None,
    },
    Need.SEND: {"-": 401, "office-director": 403, "salesperson": 403, "admin": None},
    Need.SEE_CASE: {
        "-": 401,
        OUTSIDER: 404,
        **dict.fromkeys((*INVOLVED, *SEE_ALL)),
    },
    Need.COMMENT_CASE: {
        "-": 401,
        OUTSIDER: 404,
        "auditor": 403,
        **dict.fromkeys((*INVOLVED, "admin", "office-director")),
    },
    Need.AUDIT_CASE: {"-": 401, OUTSIDER: 404, "salesperson": 403, "auditor": None, "admin": None},
    Need.ADMINISTER_CASE: {
        "-": 401,
        OUTSIDER: 404,
        "salesperson": 403,
        "auditor": 403,
        "admin": None,
    },
    Need.SEE_ITEM: {
        "-": 401,
        OUTSIDER: 404,
        "new-hire": 404,
        **dict.fromkeys((*INVOLVED, *SEE_ALL)),
    },
    Need.DO_ITEM: {
        "-": 401,
        OUTSIDER: 404,
        "salesperson": 403,
        "auditor": 403,
        "admin": 403,
        "sales-manager": None,
    },
}


def routes(app: FastAPI) -> Iterator[APIRoute]:
    """Every route of ours."""
    for route in _all(app.routes):
        if isinstance(route, APIRoute):
            yield route
        elif isinstance(route, Mount):
            assert route.name == "page", f"{route.path} is mounted without a declared need"
        else:
            assert isinstance(route, Route)
            assert route.path in OPEN, f"{route.path} has no declared need"


def _all(found: Any) -> Iterator[Any]:
    for route in found:
        inner = getattr(route, "original_router", None)
        if inner is None:
            yield route
        else:
            yield from _all(inner.routes)


def needs(route: APIRoute) -> list[Need]:
    calls = [dependency.call for dependency in route.dependant.dependencies]
    return [call.need for call in calls if hasattr(call, "need")]


APP = create_app(Settings(worker=False))
ROUTES = [(method, route) for route in routes(APP) for method in sorted(route.methods or ())]
MATRIX = [
    (method, route.path.removeprefix(API), needs(route)[0])
    for method, route in ROUTES
    if needs(route)[:1] not in ([], [Need.ANYONE])
]


def test_there_are_routes() -> None:
    assert len(ROUTES) > 25


@pytest.mark.parametrize(("method", "route"), ROUTES, ids=lambda value: str(value)[:60])
def test_route_declares_exactly_one_need(method: str, route: APIRoute) -> None:
    assert len(needs(route)) == 1, f"{method} {route.path} must go through api.auth.door once"


def test_every_operation_of_the_openapi_file_is_in_the_matrix() -> None:
    listed = {
        (method.upper(), path)
        for path, operations in APP.openapi()["paths"].items()
        for method in operations
    }
    open_routes = [(m, r.path) for m, r in ROUTES if needs(r) == [Need.ANYONE]]
    anyone = {(m, prefix + path) for m, path in open_routes for prefix in ("", API)}
    tested = {(method, API + path) for method, path, _ in MATRIX}

    assert listed <= tested | anyone


@pytest.fixture(scope="session")
def played(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one case that has an open work item, and one that has an incident."""
    path = tmp_path_factory.mktemp("played") / "cases.db"
    path.write_bytes(template.read_bytes())
    with Engine(open_runtime(f"sqlite:///{path}", Options(clock=FixedClock(NOON)))) as engine:
        stuck = engine.start("trip", {"reason": "x"}, by="salesperson")
        (task,) = engine.worklist(instance=stuck.id)
        engine.complete(task.id, {"decision": "later"}, by="sales-manager")
        engine.start("trip", {"reason": "x"}, by="salesperson")
    return path


@pytest.fixture
def runtime(played: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Runtime]:
    path = tmp_path / "cases.db"
    path.write_bytes(played.read_bytes())
    runtime = open_runtime(f"sqlite:///{path}", Options(clock=clock, quick_passwords=True))
    yield runtime
    runtime.close()


@pytest.fixture
def place(runtime: Runtime) -> dict[str, str]:
    """The ids of what is in the database."""
    (incident,) = runtime.store.incidents()
    head = UserId("sales-manager")
    (item,) = runtime.store.worklist(WorklistQuery(user=head, principals=())).items
    return {"case": item.instance_id, "item": item.id, "incident": incident.id}


def _path(path: str, place: dict[str, str]) -> str:
    if path.startswith("/work-items"):
        own = place["item"]
    else:
        own = place["incident"] if path.startswith("/incidents") else place["case"]
    filled = path.replace("{id}", own).replace("{key}", "trip")
    return filled.replace("{digest}", "sha256:" + "0" * 64)


def _call(browser: Browser, method: str, path: str) -> Any:
    if method == "GET":
        return browser.get(path)
    if method == "DELETE":
        return browser.client.delete(API + path, headers={"X-CSRF-Token": browser.csrf})
    if path.endswith(("/files", "/deployments")):
        field = "file" if path.endswith("/files") else "files"
        return browser.upload(path, field, "trip.txt", b"hello")
    if method == "PUT":
        body = json.dumps({"data": {}, "version": 0})
        headers = {"X-CSRF-Token": browser.csrf, "Content-Type": "application/json"}
        return browser.client.put(API + path, content=body, headers=headers)
    return browser.post(path, BODIES.get(path.rpartition("/")[2]))


@pytest.mark.parametrize(("method", "path", "need"), MATRIX, ids=str)
def test_everybody_who_may_not_is_refused(
    browse: Browse, place: dict[str, str], method: str, path: str, need: Need
) -> None:
    for who, refused in REFUSALS[need].items():
        if refused is not None:
            answer = _call(browse(who), method, _path(path, place))

            assert answer.status_code == refused, f"{who}: {answer.text}"
            assert answer.json()["detail"]
            assert answer.json()["detail_en"]


@pytest.mark.parametrize(("method", "path", "need"), MATRIX, ids=str)
def test_everybody_who_may_is_let_in(
    browse: Browse, place: dict[str, str], method: str, path: str, need: Need
) -> None:
    for who, refused in REFUSALS[need].items():
        if refused is None:
            answer = _call(browse(who), method, _path(path, place))

            assert answer.status_code not in (401, 403, 405, 500), f"{who}: {answer.text}"
            assert answer.status_code != 404 or path.endswith(("{digest}", "{comment}/withdraw")), (
                f"{who}: {answer.text}"
            )


def test_what_may_not_be_seen_answers_like_what_does_not_exist(
    browse: Browse, place: dict[str, str]
) -> None:
    outsider = browse(OUTSIDER)

    for path in ("/instances/{}", "/work-items/{}"):
        real = place["case"] if "instances" in path else place["item"]
        hidden = outsider.get(path.format(real)).json()
        missing = outsider.get(path.format("nothere-1")).json()
        for answer in (hidden, missing):
            answer["detail"] = answer["detail"].replace(real, "?").replace("nothere-1", "?")
            answer["detail_en"] = answer["detail_en"].replace(real, "?").replace("nothere-1", "?")
        assert hidden == missing


@pytest.mark.parametrize("scope", ["started", "involved", "all"])
def test_lists_hold_only_what_may_be_seen(
    browse: Browse, place: dict[str, str], scope: str
) -> None:
    outsider = browse(OUTSIDER).get("/instances", scope=scope)

    assert outsider.status_code == (403 if scope == "all" else 200)
    assert "salesperson" not in outsider.text
    assert len(browse("auditor").get("/instances", scope="all").json()["items"]) == 2
    assert len(browse("sales-manager").get("/instances", scope="involved").json()["items"]) == 2


def test_other_systems_send_messages_with_their_token(client: TestClient) -> None:
    body = {"name": "m", "correlation_key": "k", "time_to_live": "PT1M", "message_id": "1"}

    right = client.post(API + "/messages", json=body, headers={"Authorization": "Bearer let me in"})
    wrong = client.post(API + "/messages", json=body, headers={"Authorization": "Bearer guess"})

    assert right.status_code == 200
    assert right.json() == {
        "message_id": "1",
        "received_by": [],
        "started": [],
        "kept_until": "2026-11-23T01:01:00Z",
        "repeated": False,
    }
    assert wrong.status_code == 401


def test_token_of_other_systems_opens_nothing_else(client: TestClient) -> None:
    answer = client.get(API + "/worklist", headers={"Authorization": "Bearer let me in"})

    assert answer.status_code == 401
