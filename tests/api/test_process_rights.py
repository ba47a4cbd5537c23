"""Rights per process: the matrix of those who own, operate or audit one, and what is closed."""

# Fixtures are found by their names.
# ruff: noqa: F401, F811

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.auth import Need
from engine.bootstrap import Runtime
from engine.clock import FixedClock
from engine.core.people import SYSTEM
from engine.embedding import Engine
from engine.errors import DeploymentRefused, NotFound, NotPermitted
from tests.api.conftest import TRIP, Browser, trip_form
from tests.api.test_access import (
    MATRIX,
    Browse,
    _call,
    _path,
    entrances,
    place,
    played,
    runtime,
)

IN = None
OFFICES = {
    "hr-admin": ("trip", "own"),
    "cashier": ("trip", "operate"),
    "file-keeper": ("trip", "audit"),
    "purchaser": ("other", "own"),
}
TABLE: dict[Need, tuple[int | None, ...]] = {
    #                       owner operator auditor other's owner
    Need.SIGNED_IN: (IN, IN, IN, IN),
    Need.OWN_SESSION: (IN, IN, IN, IN),
    Need.SEE_DEFINITION: (IN, IN, IN, IN),
    Need.START: (403, 403, 403, 403),
    Need.DEPLOY: (IN, 403, 403, IN),
    Need.OWN_DEFINITION: (IN, 403, 403, 403),
    Need.SEE_STATISTICS: (IN, IN, IN, 403),
    Need.OWN_DRAFT: (IN, 403, 403, 403),
    Need.AUDIT: (403, 403, 403, 403),
    Need.OPERATE: (IN, IN, 403, IN),
    Need.ADMINISTER: (403, 403, 403, 403),
    Need.OPERATE_INCIDENT: (IN, IN, 403, 404),
    Need.SEND: (403, 403, 403, 403),
    Need.SEE_CASE: (IN, IN, IN, 404),
    Need.COMMENT_CASE: (IN, IN, 403, 404),
    Need.AUDIT_CASE: (403, 403, IN, 404),
    Need.ADMINISTER_CASE: (403, 403, 403, 404),
    Need.OWN_CASE: (403, 403, 403, 404),
    Need.CHANGE_FILTER: (404, 404, 404, 404),
    Need.SEE_ITEM: (IN, IN, IN, 404),
    Need.DO_ITEM: (403, 403, 403, 404),
    Need.TRANSFER_ITEM: (403, 403, 403, 404),
    Need.APPOINT_ITEM: (403, 403, 403, 404),
    Need.OPERATE_ITEM: (IN, IN, 403, 404),
    Need.URGE_ITEM: (403, 403, 403, 404),
    Need.READ_COPY: (404, 404, 404, 404),
    Need.READ_REGISTER: (404, 404, 404, 404),
}


def give(runtime: Runtime, **rights: Any) -> None:
    """Set rights of processes: `trip={"see": [...]}`."""
    runtime.roster.apply(runtime.roster.plan_change({"rights": rights}), SYSTEM)


@pytest.fixture
def offices(runtime: Runtime) -> None:
    given: dict[str, dict[str, list[str]]] = {}
    for login, (process, right) in OFFICES.items():
        given.setdefault(process, {})[right] = [f"user:{login}"]
    give(runtime, **given)


def test_every_need_has_a_row_for_each_office() -> None:
    assert set(TABLE) == {need for _, _, need in MATRIX}
    assert {len(row) for row in TABLE.values()} == {len(OFFICES)}


@pytest.mark.usefixtures("offices")
@pytest.mark.parametrize("who", OFFICES)
def test_office_opens_its_process_and_no_other(
    browse: Browse,
    place: dict[str, str],
    who: str,
) -> None:
    visitor, column = browse(who), list(OFFICES).index(who)
    for method, path, need in MATRIX:
        answer = _call(visitor, method, _path(path, place))
        wanted = TABLE[need][column]
        if wanted is not None:
            assert answer.status_code == wanted, f"{method} {path}: {answer.text}"
        else:
            assert answer.status_code not in (401, 403, 405, 500), f"{method} {path}: {answer.text}"
        if path.startswith("/session"):
            assert visitor.log_in(who).status_code == 200


@pytest.mark.usefixtures("offices")
def test_lists_hold_what_the_office_is_over(browse: Browse) -> None:
    owner, other = browse("hr-admin"), browse("purchaser")

    assert len(owner.get("/instances", scope="all").json()["items"]) == 2
    assert len(owner.get("/incidents").json()["items"]) == 1
    assert other.get("/instances", scope="all").json()["items"] == []
    assert other.get("/incidents").json()["items"] == []
    assert browse("warehouse-keeper").get("/instances", scope="all").status_code == 403


@pytest.mark.usefixtures("offices")
def test_reading_by_an_office_is_recorded(browse: Browse, place: dict[str, str]) -> None:
    browse("file-keeper").get(f"/instances/{place['case']}")

    found = browse("salesperson").get(f"/instances/{place['case']}/readings").json()["items"]

    assert [one["login"] for one in found] == ["file-keeper"]


@pytest.mark.usefixtures("offices")
def test_owner_publishes_their_process_only_and_changes_no_shared_file(
    runtime: Runtime,
) -> None:
    own = [("trip.bpmn", TRIP), ("trip.form", trip_form() + b" ")]
    runtime.deploy(own, runtime.person("hr-admin"))
    runtime.deploy([("trip.bpmn", TRIP)], runtime.person("hr-admin"), draft=True)
    foreign = TRIP.replace(b'id="trip"', b'id="other"').replace(b'"trip-def', b'"other-def')

    for files in (
        [("other.bpmn", foreign)],
        [("calendar.yaml", b"zone: Asia/Shanghai")],
    ):
        with pytest.raises((NotPermitted, DeploymentRefused)):
            runtime.deploy(files, runtime.person("hr-admin"))
    with pytest.raises(NotPermitted, match="trip"):
        runtime.deploy([("trip.form", trip_form())], runtime.person("purchaser"))


def test_who_may_not_see_a_process_does_not_know_of_it(browse: Browse, runtime: Runtime) -> None:
    give(runtime, trip={"see": ["role:salesperson", "role:sales-manager"]})
    outsider, seller = browse("warehouse-keeper"), browse("salesperson")

    hidden = outsider.get("/definitions/trip")
    unknown = outsider.get("/definitions/nothere")

    assert hidden.status_code == unknown.status_code == 404
    assert hidden.text.replace("trip", "?") == unknown.text.replace("nothere", "?")
    assert outsider.get("/definitions").json()["items"] == []
    assert [one["key"] for one in seller.get("/definitions").json()["items"]] == ["trip"]
    assert browse("office-director").get("/definitions/trip").status_code == 200
    with pytest.raises(NotFound):
        runtime.start("trip", {"reason": "x"}, runtime.person("warehouse-keeper"))


def test_start_is_closed_to_who_is_not_named(browse: Browse, runtime: Runtime) -> None:
    give(runtime, **{"*": {"start": ["user:new-hire"]}, "trip": {"start": ["role:sales-manager"]}})
    body = {"variables": {"reason": "x"}}

    refused = browse("salesperson").post("/definitions/trip/start", body)

    assert refused.status_code == 403
    [listed] = browse("salesperson").get("/definitions").json()["items"]
    assert not listed["startable"]
    assert browse("sales-manager").post("/definitions/trip/start", body).status_code == 201
    with pytest.raises(NotPermitted, match="right to start"):
        runtime.start("trip", {"reason": "x"}, runtime.person("salesperson"))


def test_work_is_closed_to_who_is_not_named_and_moved_to_who_is(
    browse: Browse,
    runtime: Runtime,
    place: dict[str, str],
    clock: FixedClock,
) -> None:
    give(runtime, trip={"work": ["user:hr-admin"]})
    head, admin = browse("sales-manager"), browse("admin")
    path = f"/work-items/{place['item']}"

    refused = head.post(path + "/complete", {"data": {"decision": "yes"}})

    assert refused.status_code == 403
    assert "trip" in refused.json()["detail"]
    with pytest.raises(NotPermitted):
        Engine(runtime).claim(place["item"], by="sales-manager")
    wrong = admin.post(path + "/transfer", {"to": "cashier", "reason": "x"})
    right = admin.post(path + "/transfer", {"to": "hr-admin", "reason": "x"})
    assert (wrong.status_code, right.status_code) == (403, 200)
    done = browse("hr-admin").post(path + "/complete", {"data": {"decision": "yes"}})
    assert done.status_code == 200, done.text


def _own(admin: Browser, rights: Any) -> Any:
    return admin.post("/organisation/changes", {"entries": {"rights": rights}})


def test_administrator_gives_rights_to_others_but_none_to_themselves(
    browse: Browse,
    runtime: Runtime,
) -> None:
    admin = browse("admin")

    others = _own(admin, {"trip": {"see": ["user:cashier"], "audit": ["user:cashier"]}})
    mine = [
        _own(admin, {"trip": {"own": ["user:admin"]}}),
        _own(admin, {"trip": {"own": ["role:administrator"]}}),
        _own(admin, {"trip": {"see": ["user:admin", "user:cashier"]}}),
        _own(admin, {"trip": {"see": None}}),
        _own(admin, {"trip": None}),
    ]

    assert others.status_code == 200, others.text
    assert [one.status_code for one in mine] == [403] * 5
    assert runtime.person("cashier").offices == ("audit:trip",)


def test_process_that_nobody_has_published_is_told(browse: Browse) -> None:
    answer = _own(browse("admin"), {"tirp": {"audit": ["user:cashier"]}})

    assert any("tirp" in one for one in answer.json()["notices"])


def test_files_hold_rights_and_refuse_wrong_ones(runtime: Runtime, tmp_path: Path) -> None:
    give(runtime, trip={"see": ["role:cashier", "user:gm"]}, **{"*": {"audit": ["user:gm"]}})
    for kind in ("yaml", "csv"):
        text = runtime.roster.export(kind)
        plan = runtime.roster.plan_import(text.encode(), f"organisation.{kind}")
        assert plan.differences == (), kind
    refused: tuple[dict[str, dict[str, list[str]]], ...] = (
        {"trip": {"rule": ["user:gm"]}},
        {"trip": {"own": ["user:nobody"]}},
        {"trip": {"own": ["gm"]}},
        {"trip": {"own": []}},
        {"trip": {"own": ["user:auditor"]}},
        {"trip": {"operate": ["role:auditor"]}},
    )
    for wrong in refused:
        with pytest.raises(DeploymentRefused):
            runtime.roster.plan_change({"rights": wrong})


def test_who_takes_over_work_may_do_it_but_gets_no_office(runtime: Runtime) -> None:
    give(runtime, trip={"work": ["user:sales-manager"], "own": ["user:sales-manager"]})

    runtime.leaving.leave("sales-manager", SYSTEM, "hr-admin")

    assert runtime.people.rights["trip"]["work"] == ("user:hr-admin",)
    assert runtime.person("hr-admin").offices == ()
