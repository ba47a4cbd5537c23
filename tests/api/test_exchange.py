"""Messages, signals, errors and escalations through the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.bootstrap import Runtime
from tests.api.conftest import Browser
from tests.exchange.given import ALARMS, HEARS, WAITS

Browse = Callable[[str], Browser]
PAID = {"name": "paid", "correlation_key": "A", "variables": {"amount": 12.5}}


@pytest.fixture(autouse=True)
def deployed(runtime: Runtime) -> None:
    files = {"waits.bpmn": WAITS, "hears.bpmn": HEARS, "alarms.bpmn": ALARMS}
    runtime.deploy(list(files.items()), runtime.person("admin"))


def begin(browser: Browser, process: str, **variables: Any) -> str:
    answer = browser.post(f"/definitions/{process}/start", {"variables": variables})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def item_of(browse: Browse) -> tuple[Browser, str]:
    """A work item of a trip, and the head to whom it is offered."""
    begin(browse("salesperson"), "trip", reason="拜访客户")
    head = browse("sales-manager")
    (item,) = head.get("/worklist").json()["items"]
    return head, item["id"]


def test_message_is_received_by_the_waiting_case(browse: Browse) -> None:
    admin = browse("admin")
    case = begin(admin, "waits", order="A")

    receipt = admin.post("/messages", {**PAID, "message_id": "p1"}).json()

    assert receipt == {
        "message_id": "p1",
        "received_by": [case],
        "started": [],
        "kept_until": None,
        "gathered": False,
        "repeated": False,
    }
    detail = admin.get(f"/instances/{case}").json()
    assert (detail["status"], detail["variables"]["money"]) == ("completed", {"amount": 12.5})
    again = admin.post("/messages", {**PAID, "message_id": "p1"}).json()
    assert (again["received_by"], again["repeated"]) == ([case], True)


def test_idempotency_key_is_the_id_of_a_message_without_one(browse: Browse) -> None:
    admin = browse("admin")
    begin(admin, "waits", order="A")

    first = admin.post("/messages", PAID, key="k1").json()
    second = admin.post("/messages", PAID, key="k1").json()

    assert (first["repeated"], second["repeated"]) == (False, True)


def test_message_that_nobody_waits_for_is_told_apart(browse: Browse) -> None:
    admin = browse("admin")

    refused = admin.post("/messages", PAID)
    kept = admin.post("/messages", {**PAID, "time_to_live": "PT1H"})

    assert refused.status_code == 404
    assert refused.json()["type"] == "urn:guicheng:problem:not-correlated"
    assert (kept.status_code, kept.json()["kept_until"]) == (200, "2026-11-23T02:00:00Z")


def test_message_for_several_is_told_apart(browse: Browse) -> None:
    admin = browse("admin")
    begin(admin, "waits", order="A")
    begin(admin, "waits", order="A")

    refused = admin.post("/messages", PAID)

    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:guicheng:problem:ambiguous-message"


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"time_to_live": "soon"}, {"time_to_live": "P20Y"}, {"ttl": 5}]
)
def test_message_that_is_not_valid_is_refused(browse: Browse, wrong: dict[str, Any]) -> None:
    assert browse("admin").post("/messages", {**PAID, **wrong}).status_code == 422


def test_signal_reaches_everybody_and_starts_cases(browse: Browse) -> None:
    admin = browse("admin")
    cases = [begin(admin, "hears") for _ in range(2)]
    body = {"name": "fire", "variables": {"floor": 3}, "signal_id": "s1"}

    receipt = admin.post("/signals", body).json()

    assert sorted(receipt["received_by"]) == sorted(cases)
    assert len(receipt["started"]) == 1
    assert admin.post("/signals", body).json()["repeated"] is True


def test_uncaught_error_leaves_the_work_item_beside_an_incident(browse: Browse) -> None:
    head, item = item_of(browse)

    answer = head.post(f"/work-items/{item}/error", {"code": "BROKEN", "message": "坏了"})

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert [one["kind"] for one in body["incidents"]] == ["uncaught-error"]
    assert (body["work_item"]["state"], body["work_item"]["assignee"]) == (
        "reserved",
        "sales-manager",
    )


def test_escalation_is_recorded(browse: Browse) -> None:
    head, item = item_of(browse)

    answer = head.post(f"/work-items/{item}/escalation", {"code": "LATE"})

    assert answer.status_code == 200, answer.text
    case = answer.json()["instance"]["id"]
    history = head.get(f"/instances/{case}/history").json()["items"]
    assert "WorkItemEscalated" in [entry["type"] for entry in history]
    assert "LATE" in next(e["zh"] for e in history if e["type"] == "WorkItemEscalated")


@pytest.mark.parametrize("act", ["error", "escalation"])
def test_ended_work_item_says_who_ended_it(browse: Browse, act: str) -> None:
    head, item = item_of(browse)
    head.post(f"/work-items/{item}/complete", {"data": {"decision": "yes"}})

    answer = head.post(f"/work-items/{item}/{act}", {"code": "BROKEN"})

    assert answer.status_code == 409
    assert "办结" in answer.json()["detail"]


def test_one_tagged_value_instead_of_fields_is_refused_and_the_log_stays_readable(
    browse: Browse,
) -> None:
    head, item = item_of(browse)
    case = item.partition("-")[0]
    day = {"$date": "2026-11-22"}

    answers = (
        head.post(f"/work-items/{item}/escalation", {"code": "LATE", "variables": day}),
        head.post(f"/work-items/{item}/error", {"code": "BROKEN", "variables": day}),
        head.post(f"/work-items/{item}/prediction", {"data": day}),
        browse("admin").post(f"/instances/{case}/variables", {"variables": day, "reason": "x"}),
        browse("admin").post("/signals", {"name": "fire", "variables": day}),
    )

    assert [answer.status_code for answer in answers] == [422] * 5
    assert browse("auditor").get(f"/instances/{case}/verdict").json()["ok"]
