"""Substitution over HTTP: what the substitute sees and does, and what stays closed to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.bootstrap import Runtime
from engine.clock import FixedClock
from engine.history.verify import verify_log
from tests.api.conftest import Browser
from tests.api.test_access import Browse

SUBSTITUTE = "hr-admin"


@pytest.fixture
def item(browse: Browse) -> dict[str, Any]:
    """A trip that waits for the sales manager."""
    started = browse("salesperson").post(
        "/definitions/trip/start", {"variables": {"reason": "展会"}}
    )
    assert started.status_code == 201, started.text
    [open_item] = browse("sales-manager").get("/worklist").json()["items"]
    return dict(open_item)


def name(browser: Browser, clock: FixedClock, **more: Any) -> Any:
    ends_at = (clock.now() + timedelta(days=5)).isoformat()
    return browser.post("/substitutions", {"substitute": SUBSTITUTE, "ends_at": ends_at, **more})


def test_substitute_finds_sees_and_completes_the_work(
    browse: Browse, clock: FixedClock, item: dict[str, Any], runtime: Runtime
) -> None:
    absent, substitute = browse("sales-manager"), browse(SUBSTITUTE)
    path = f"/work-items/{item['id']}"
    assert substitute.get(path).status_code == 404

    made = name(absent, clock, processes=["trip"]).json()

    assert made["in_effect"]
    listed = substitute.get("/worklist", view="substituted").json()
    assert [one["id"] for one in listed["items"]] == [item["id"]]
    assert (listed["counts"]["substituted"], listed["counts"]["inbox"]) == (1, 0)
    assert substitute.get("/worklist").json()["items"] == []
    seen = substitute.get(path).json()
    assert seen["acting_for"] == "sales-manager"
    assert "complete" in seen["actions"]
    case = f"/instances/{item['instance_id']}"
    assert substitute.get(case).status_code == 200
    assert substitute.get(case + "/readings").json()["items"] == []

    done = substitute.post(path + "/complete", {"data": {"decision": "yes"}})

    assert done.status_code == 200, done.text
    assert done.json()["work_item"]["ended_by"] == SUBSTITUTE
    told = " ".join(one["zh"] for one in absent.get(case + "/history").json()["items"])
    names = [runtime.person(login).name for login in (SUBSTITUTE, "sales-manager")]
    assert f"{names[0]}代{names[1]}办理" in told
    assert verify_log(runtime.store).ok


@pytest.mark.parametrize("action", ["claim", "complete", "transfer", "release"])
def test_outside_its_time_scope_or_separation_the_work_stays_unknown(
    browse: Browse, clock: FixedClock, item: dict[str, Any], action: str
) -> None:
    body = {
        "complete": {"data": {"decision": "yes"}},
        "transfer": {"to": SUBSTITUTE, "reason": "x"},
    }.get(action)
    substitute, path = browse(SUBSTITUTE), f"/work-items/{item['id']}/{action}"
    made = name(browse("sales-manager"), clock).json()
    starter = name(browse("sales-manager"), clock, substitute="salesperson")
    assert starter.status_code == 201

    refused = browse("salesperson").post(path, body)
    assert refused.status_code == 403, "nobody decides on the case that they started"
    browse("sales-manager").post(f"/substitutions/{made['id']}/end", {})
    assert substitute.post(path, body).status_code == 404
    assert substitute.get("/worklist", view="substituted").json()["items"] == []

    name(browse("sales-manager"), clock)
    clock.advance(timedelta(days=5))
    assert browse(SUBSTITUTE).post(path, body).status_code == 404


def test_transfer_by_the_substitute_says_for_whom(
    browse: Browse, clock: FixedClock, item: dict[str, Any], runtime: Runtime
) -> None:
    name(browse("sales-manager"), clock)

    moved = browse(SUBSTITUTE).post(
        f"/work-items/{item['id']}/transfer", {"to": "deputy-gm-sales", "reason": "出差"}
    )

    assert moved.status_code == 200, moved.text
    assert moved.json()["assignee"] == "deputy-gm-sales"
    types = [row.type for row in runtime.store.rows(item["instance_id"])][-3:]
    assert types == ["Command:TransferWorkItem", "SubstituteActed", "WorkItemTransferred"]


def test_refusals_have_their_reason_and_lists_show_only_ones_own(
    browse: Browse, clock: FixedClock
) -> None:
    manager = browse("sales-manager")
    cycle = name(manager, clock)
    back = name(browse(SUBSTITUTE), clock, substitute="sales-manager")
    unknown = name(manager, clock, processes=["no-such"])
    other = name(manager, clock, person="gm")

    assert (back.status_code, "→" in back.json()["detail"]) == (409, True)
    assert (unknown.status_code, "no-such" in unknown.json()["detail_en"]) == (422, True)
    assert other.status_code == 403
    assert browse("cashier").get("/substitutions").json()["items"] == []
    assert browse("cashier").get("/substitutions", everybody=True).status_code == 403
    mine = browse(SUBSTITUTE).get("/substitutions").json()["items"]
    assert [one["id"] for one in mine] == [cycle.json()["id"]]
    foreign = browse("cashier").post(f"/substitutions/{mine[0]['id']}/end", {})
    unheard = browse("cashier").post("/substitutions/nothere/end", {})
    assert (foreign.status_code, unheard.status_code) == (404, 404)


def test_substitute_speaks_in_the_case_and_is_mentioned_before_acting(
    browse: Browse, clock: FixedClock, item: dict[str, Any]
) -> None:
    path = f"/instances/{item['instance_id']}/comments"
    substitute, asks = browse(SUBSTITUTE), browse("salesperson")
    before = substitute.post(path, {"text": "早"})
    unknown = asks.post(path, {"text": f"@{SUBSTITUTE} 请看"})

    name(browse("sales-manager"), clock, processes=["trip"])

    assert (before.status_code, unknown.status_code) == (404, 422)
    assert substitute.post(path, {"text": "我先看一下"}).status_code == 201
    assert asks.post(path, {"text": f"@{SUBSTITUTE} 请看"}).status_code == 201
    assert substitute.get(path).json()["items"][0]["by"] == SUBSTITUTE
    clock.advance(timedelta(days=5))
    assert browse("cashier").post(path, {"text": "x"}).status_code == 404
