"""Transfer, urge, copies and bulk over HTTP: exactly what was ticked, a result for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from engine.clock import FixedClock
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]


def begun(browse: Browse, *reasons: str) -> list[str]:
    """Trips of the salesperson, each with an open item of the sales manager: the items."""
    asker = browse("salesperson")
    for reason in reasons:
        asker.post("/definitions/trip/start", {"variables": {"reason": reason}})
    return [item["id"] for item in browse("sales-manager").get("/worklist").json()["items"]]


def outcomes(answer: Any) -> dict[str, str]:
    return {one["id"]: one["problem"] for one in answer.json()["items"]}


def test_bulk_completes_exactly_what_was_ticked(browse: Browse) -> None:
    first, second, third = begun(browse, "a", "b", "c")
    head = browse("sales-manager")
    data = {"decision": "yes"}

    answer = head.post(
        "/work-items/bulk",
        {
            "action": "complete",
            "items": [
                {"id": first, "data": data},
                {"id": "nothere-1", "data": data},
                {"id": third, "data": {"decision": "what"}},
            ],
        },
    )

    assert answer.status_code == 200
    assert outcomes(answer) == {first: "", "nothere-1": "not-found", third: "invalid-form"}
    left = [item["id"] for item in head.get("/worklist").json()["items"]]
    assert left == [second, third]


def test_bulk_gives_nobody_a_right(browse: Browse) -> None:
    items = begun(browse, "a", "b")
    ticked = [{"id": one, "data": {"decision": "yes"}} for one in items]

    for who, problem in (("warehouse-keeper", "not-found"), ("salesperson", "not-permitted")):
        answer = browse(who).post("/work-items/bulk", {"action": "complete", "items": ticked})
        assert set(outcomes(answer).values()) == {problem}
    repeated = browse("sales-manager").post(
        "/work-items/bulk", {"action": "claim", "items": [ticked[0], ticked[0]]}
    )
    assert repeated.status_code == 422


def test_transferred_work_is_the_other_persons(browse: Browse) -> None:
    (item,) = begun(browse, "a")
    head, other = browse("sales-manager"), browse("warehouse-keeper")

    answer = head.post(f"/work-items/{item}/transfer", {"to": "warehouse-keeper", "reason": "出差"})

    assert answer.status_code == 200, answer.text
    assert answer.json()["assignee"] == "warehouse-keeper"
    assert head.get("/worklist").json()["items"] == []
    assert [one["id"] for one in other.get("/worklist", view="mine").json()["items"]] == [item]
    done = other.post(f"/work-items/{item}/complete", {"data": {"decision": "yes"}})
    assert done.status_code == 200, done.text


def test_transfer_to_nobody_known_is_refused(browse: Browse) -> None:
    (item,) = begun(browse, "a")

    answer = browse("sales-manager").post(
        f"/work-items/{item}/transfer", {"to": "ghost", "reason": "x"}
    )

    assert answer.status_code == 422


def test_urging_again_within_the_hour_is_refused(browse: Browse, clock: FixedClock) -> None:
    (item,) = begun(browse, "a")
    asker = browse("salesperson")

    assert asker.post(f"/work-items/{item}/urge", {"reason": "急"}).status_code == 200
    assert asker.post(f"/work-items/{item}/urge", {}).status_code == 409
    clock.set(clock.now() + timedelta(hours=1))
    assert asker.post(f"/work-items/{item}/urge", {}).status_code == 200


def test_copied_case_is_seen_listed_and_read(browse: Browse) -> None:
    (item,) = begun(browse, "a")
    case = item.rpartition("-")[0]
    reader = browse("warehouse-keeper")
    assert reader.get(f"/instances/{case}").status_code == 404

    copied = browse("salesperson").post(
        f"/instances/{case}/copy", {"to": ["warehouse-keeper"], "note": "供参考"}
    )

    assert copied.status_code == 200, copied.text
    assert reader.get("/worklist").json()["counts"]["copied"] == 1
    assert [one["id"] for one in reader.get("/instances", scope="unread").json()["items"]] == [case]
    assert reader.post(f"/instances/{case}/read").status_code == 200
    assert reader.get("/instances", scope="unread").json()["items"] == []
    assert [one["id"] for one in reader.get("/instances", scope="copied").json()["items"]] == [case]
    assert reader.get(f"/instances/{case}").status_code == 200


def test_lists_are_filtered(browse: Browse) -> None:
    begun(browse, "a", "b")
    head = browse("sales-manager")

    def found(**query: str) -> int:
        answer = head.get("/worklist", **query)
        assert answer.status_code == 200, answer.text
        return len(answer.json()["items"])

    assert found(person="salesperson") == 2
    assert found(person="gm") == found(department="nowhere") == found(view="overdue") == 0
    assert found(since="2026-11-23T00:00:00Z", until="2026-11-24T00:00:00Z", priority="50") == 2
    assert found(until="2026-11-23T00:00:00Z") == found(priority="51") == 0
    assert found(state="ready") + found(state="reserved") == 2
    assert found(variable="reason=a") == 0  # the process declares nothing searchable
    assert head.get("/worklist", variable="reason").status_code == 422
