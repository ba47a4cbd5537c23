"""Who may do what: every route declares its need, and each denied case is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import Mount, Route

from api.app import create_app
from api.auth import Need, scope_of
from api.settings import Settings
from api.unrouted import Unrouted
from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock
from engine.core.ids import UserId, role_principal
from engine.core.policy import Scope
from engine.embedding import Engine
from engine.filters import SavedFilter
from engine.views import WorklistQuery
from tests.api.bodies import BODIES
from tests.api.conftest import API, MORNING, NOON, Browser, serving, usual_settings
from tests.api.entrances import Entrance, entrance

Browse = Callable[[str], Browser]
OPEN = {"/openapi.json"}
"""Routes of the framework that anybody may see."""

OUTSIDER = "warehouse-keeper"
ACTORS = (
    "-",
    OUTSIDER,
    "new-hire",
    "salesperson",
    "sales-manager",
    "office-director",
    "auditor",
    "admin",
    "token",
    "system",
)
"""Nobody, three employees of whom the third started the case, the head whom it waits for, the
process owner, the auditor, the administrator, the third's token with the scope `read`, and another
system with its token."""

IN = None
TABLE: dict[Need, tuple[int | None, ...]] = {
    #                   nobody out  new  asks head own  audit admin token system
    Need.SIGNED_IN: (401, IN, IN, IN, IN, IN, IN, IN, IN, 401),
    Need.OWN_SESSION: (401, IN, IN, IN, IN, IN, IN, IN, 403, 401),
    Need.SEE_DEFINITION: (401, IN, IN, IN, IN, IN, IN, IN, IN, 401),
    Need.READ_REGISTER: (401, 404, 404, 404, 404, IN, IN, IN, 404, 401),
    Need.START: (401, 403, IN, IN, IN, 403, 403, 403, IN, 401),
    Need.DEPLOY: (401, 403, 403, 403, 403, IN, 403, IN, 403, 401),
    Need.OWN_DEFINITION: (401, 403, 403, 403, 403, IN, 403, IN, 403, 401),
    Need.SEE_STATISTICS: (401, 403, 403, 403, 403, IN, IN, IN, 403, 401),
    Need.OWN_DRAFT: (401, 403, 403, 403, 403, IN, 403, IN, 403, 401),
    Need.AUDIT: (401, 403, 403, 403, 403, 403, IN, IN, 403, 401),
    Need.OPERATE: (401, 403, 403, 403, 403, IN, 403, IN, 403, 401),
    Need.ADMINISTER: (401, 403, 403, 403, 403, 403, 403, IN, 403, 401),
    Need.OPERATE_INCIDENT: (401, 403, 403, 403, 403, IN, 403, IN, 403, 401),
    Need.SEND: (401, 403, 403, 403, 403, 403, 403, IN, 403, IN),
    Need.SEE_CASE: (401, 404, 404, IN, IN, IN, IN, IN, IN, 401),
    Need.COMMENT_CASE: (401, 404, 404, IN, IN, IN, 403, IN, 403, 401),
    Need.OWN_CASE: (401, 404, 404, IN, 403, 403, 403, 403, IN, 401),
    Need.AUDIT_CASE: (401, 404, 404, 403, 403, 403, IN, IN, 403, 401),
    Need.ADMINISTER_CASE: (401, 404, 404, 403, 403, 403, 403, IN, 403, 401),
    Need.SEE_ITEM: (401, 404, 404, IN, IN, IN, IN, IN, IN, 401),
    Need.DO_ITEM: (401, 404, 404, 403, IN, 403, 403, 403, 403, 401),
    #                   nobody out  new  asks head own  audit admin token system
    Need.TRANSFER_ITEM: (401, 404, 404, 403, IN, 403, 403, IN, 403, 401),
    Need.APPOINT_ITEM: (401, 404, 404, 403, 403, 403, 403, IN, 403, 401),
    Need.OPERATE_ITEM: (401, 404, 404, 403, 403, IN, 403, IN, 403, 401),
    Need.URGE_ITEM: (401, 404, 404, IN, 403, 403, 403, IN, 403, 401),
    Need.READ_COPY: (401, 404, 404, 404, 404, 404, 404, 404, 403, 401),
    Need.CHANGE_FILTER: (401, 404, 404, IN, 403, 404, 404, IN, 403, 401),
}
"""What each actor gets on a route with the need: the status of the refusal, or that they come in.
What a case or work item is to them: own for who asks, involved for the head, foreign for others;
a saved filter is own for who asks, and shared with the head."""


def refusals(method: str, need: Need) -> dict[str, int | None]:
    """The row of one route: a token with `read` alone changes nothing."""
    row = dict(zip(ACTORS, TABLE[need], strict=True))
    if row["token"] is IN and scope_of(need, method) is not Scope.READ:
        row["token"] = 403
    return row


def routes(app: FastAPI) -> Iterator[APIRoute]:
    """Every route of ours."""
    for route in _all(app.routes):
        if isinstance(route, APIRoute):
            yield route
        elif isinstance(route, Mount):
            assert route.name == "page", f"{route.path} is mounted without a declared need"
        elif isinstance(route, Unrouted):
            continue  # answers 404 and 405 alone
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
    """A database with one case that has an open work item, one that has an incident, and a filter
    that its owner shares with another role."""
    path = tmp_path_factory.mktemp("played") / "cases.db"
    path.write_bytes(template.read_bytes())
    with Engine(open_runtime(f"sqlite:///{path}", Options(clock=FixedClock(NOON)))) as engine:
        stuck = engine.start("trip", {"reason": "x"}, by="salesperson")
        (task,) = engine.worklist(instance=stuck.id)
        engine.complete(task.id, {"decision": "later"}, by="sales-manager")
        engine.start("trip", {"reason": "x"}, by="salesperson")
        runtime = engine.runtime
        runtime.studio.drafts.begin("trip", runtime.person("admin"))
        shared = SavedFilter(
            id="shared-1",
            owner=UserId("salesperson"),
            name="shared",
            list="worklist",
            asked={},
            shared_with=(role_principal("sales-manager"),),
            made_at=NOON,
        )
        runtime.filters.change(shared, shared, runtime.person("admin"))
    return path


@pytest.fixture(scope="session")
def entrances(played: Path) -> dict[str, Entrance]:
    """Everybody logged in, once, in the database that each test copies."""
    options = Options(clock=FixedClock(MORNING), quick_passwords=True)
    runtime = open_runtime(f"sqlite:///{played}", options)
    with serving(runtime, usual_settings()) as client:
        found = {who: entrance(client, who) for who in ACTORS}
    runtime.close()
    return found


@pytest.fixture
def visit(entrances: dict[str, Entrance], client: TestClient) -> Browse:
    """One of the ten, in a browser or with a token."""
    return lambda who: entrances[who].browser(client)


@pytest.fixture
def runtime(
    played: Path, entrances: dict[str, Entrance], tmp_path: Path, clock: FixedClock
) -> Iterator[Runtime]:
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
    found = {"case": item.instance_id, "item": item.id, "incident": incident.id}
    return {**found, "filter": "shared-1"}


def _path(path: str, place: dict[str, str]) -> str:
    kinds = {"/work-items": "item", "/incidents": "incident", "/filters": "filter"}
    own = place[kinds.get("/" + path.split("/")[1], "case")]
    key = "supplies_cycle" if path.startswith("/registers") else "trip"
    filled = path.replace("{id}", own).replace("{key}", key)
    filled = filled.replace("{procedure}", "seal-use").replace("{clause}", "SEAL-15")
    filled = filled.replace("{finding}", "late").replace("{other}", own)
    return filled.replace("{digest}", "sha256:" + "0" * 64).replace("{number}", "1")


def _call(browser: Browser, method: str, path: str) -> Any:
    if method == "GET":
        return browser.get(path)
    if path.endswith(("/files", "/deployments")):
        field = "file" if path.endswith("/files") else "files"
        return browser.upload(path, field, "trip.txt", b"hello")
    headers = {"X-CSRF-Token": browser.csrf}
    name = "{filter}" if path.startswith("/filters/") else path.rpartition("/")[2]
    body = BODIES.get(name)
    return browser.client.request(method, API + path, json=body, headers=headers)


@pytest.mark.parametrize(("method", "path", "need"), MATRIX, ids=str)
def test_everybody_who_may_not_is_refused(
    visit: Browse, place: dict[str, str], method: str, path: str, need: Need
) -> None:
    for who, refused in refusals(method, need).items():
        if refused is not None:
            answer = _call(visit(who), method, _path(path, place))

            assert answer.status_code == refused, f"{who}: {answer.text}"
            assert answer.json()["detail"]
            assert answer.json()["detail_en"]


@pytest.mark.parametrize(("method", "path", "need"), MATRIX, ids=str)
def test_everybody_who_may_is_let_in(
    visit: Browse, place: dict[str, str], method: str, path: str, need: Need
) -> None:
    for who, refused in refusals(method, need).items():
        if refused is None:
            answer = _call(visit(who), method, _path(path, place))

            assert answer.status_code not in (401, 403, 405, 500), f"{who}: {answer.text}"
            # What the first of them retried is no longer open for the next.
            missing = (method, path) == ("DELETE", "/filters/{id}") or any(
                part in path for part in ("{digest}", "_id}", "/retry", "/withdraw")
            )
            assert answer.status_code != 404 or missing, f"{who}: {answer.text}"


WITH_AN_ID = [(m, path, need) for m, path, need in MATRIX if "{id}" in path or "{key}" in path]


@pytest.mark.parametrize(("method", "path", "need"), WITH_AN_ID, ids=str)
def test_what_may_not_be_seen_answers_like_what_does_not_exist(
    visit: Browse, place: dict[str, str], method: str, path: str, need: Need
) -> None:
    real = _path(path, place)
    unknown = _path(path, dict.fromkeys(place, "nothere-1"))
    unknown = unknown.replace("/trip", "/nothere-1").replace("/supplies_cycle", "/nothere-1")
    named = real.split("/")[2]
    for who, refused in refusals(method, need).items():
        visitor = visit(who)
        missing = _call(visitor, method, unknown)
        if refused == 404:
            hidden = _call(visitor, method, real)
            assert _without(hidden, named) == _without(missing, "nothere-1"), who
        elif refused in {401, 403} and missing.status_code != 404:
            assert missing.status_code == refused, who
        else:
            assert missing.status_code in {403, 404}, f"{who}: {missing.text}"


def _without(answer: Any, name: str) -> tuple[int, str]:
    return answer.status_code, answer.text.replace(name, "?")


@pytest.mark.parametrize("who", [OUTSIDER, "new-hire", "-", "system"])
def test_no_list_count_or_search_tells_of_a_foreign_case(
    visit: Browse, place: dict[str, str], who: str
) -> None:
    visitor = visit(who)
    for method, path, _ in MATRIX:
        if method == "GET" and "{" not in path:
            for query in ({}, {"text": "x"}, {"process": "trip"}, {"scope": "all"}):
                said = visitor.get(path, **query).text
                assert not any(name in said for name in place.values()), f"{path} {query}"
    counts = visitor.get("/worklist").json().get("counts", {})
    assert not any(counts.values())


def test_every_need_has_a_row_of_ten() -> None:
    assert {len(row) for row in TABLE.values()} == {len(ACTORS)} == {10}
    assert set(TABLE) == set(Need) - {Need.ANYONE}


def test_reading_a_foreign_case_is_recorded_and_shown_to_who_takes_part(
    browse: Browse, place: dict[str, str]
) -> None:
    path = f"/instances/{place['case']}"
    admin, asker = browse("admin"), browse("salesperson")
    for _ in range(2):
        admin.get(path)
    admin.get(path + "/history")
    admin.get(f"/work-items/{place['item']}")
    asker.get(path)

    found = asker.get(path + "/readings").json()["items"]

    assert [(one["login"], one["what"]) for one in found] == [
        ("admin", "instances"),
        ("admin", "instances/history"),
        ("admin", "work-items"),
    ]
    assert found[0]["name"]
    assert browse(OUTSIDER).get(path + "/readings").status_code == 404


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
        "gathered": False,
    }
    assert wrong.status_code == 401


def test_token_of_other_systems_opens_nothing_else(client: TestClient) -> None:
    answer = client.get(API + "/worklist", headers={"Authorization": "Bearer let me in"})

    assert answer.status_code == 401
