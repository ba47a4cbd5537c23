"""What lies ahead is told over HTTP before anything is submitted, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable

from engine.bootstrap import Runtime
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]


def test_start_tells_who_is_asked_and_why_without_writing(browse: Browse, runtime: Runtime) -> None:
    before = len(runtime.store.all_rows())

    answer = browse("salesperson").post("/definitions/trip/prediction", {"data": {}})

    assert answer.status_code == 200
    first = answer.json()["steps"][0]
    assert [one["id"] for one in first["people"]] == ["sales-manager"]
    assert first["reason_zh"]
    assert len(runtime.store.all_rows()) == before
    assert browse("salesperson").get("/instances").json()["items"] == []


def test_branch_says_on_which_open_value_it_depends(browse: Browse) -> None:
    answer = browse("salesperson").post(
        "/definitions/trip/prediction", {"data": {"reason": "fair"}}
    )

    told = answer.json()
    assert {name for one in told["branches"] for name in one["depends_on"]} == {"decision"}
    (unsure,) = [one for one in told["unsure"] if one["name"] == "decision"]
    assert unsure["source"] == "first-option"
    assert unsure["value"] == "yes"


def test_work_item_tells_what_follows_and_what_would_change_it(browse: Browse) -> None:
    browse("salesperson").post("/definitions/trip/start", {"variables": {"reason": "fair"}})
    head = browse("sales-manager")
    (item,) = head.get("/worklist").json()["items"]

    told = head.post(f"/work-items/{item['id']}/prediction", {"data": {"decision": "yes"}}).json()

    assert {one["name"] for one in told["changes"]} == {"decision"}
    assert head.get(f"/work-items/{item['id']}").json()["state"] == "reserved"
    assert head.get(f"/work-items/{item['id']}/prediction").status_code == 200


def test_prediction_for_somebody_elses_work_item_is_refused(browse: Browse) -> None:
    browse("salesperson").post("/definitions/trip/start", {"variables": {"reason": "fair"}})
    (item,) = browse("sales-manager").get("/worklist").json()["items"]

    answer = browse("salesperson").post(f"/work-items/{item['id']}/prediction", {"data": {}})

    assert answer.status_code == 403
