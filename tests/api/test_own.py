"""What belongs to me at my desk: my open cases with what I may do about them, my favourites."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from engine.clock import FixedClock
from tests.api.conftest import API, Browser

Browse = Callable[[str], Browser]


def start(who: Browser) -> str:
    begun = who.post("/definitions/trip/start", {"variables": {"reason": "x"}})
    found: str = begun.json()["id"]
    return found


def test_initiator_is_told_for_whom_the_case_waits_and_what_they_may_do(
    browse: Browse, clock: FixedClock
) -> None:
    asker, head = browse("salesperson"), browse("sales-manager")
    case = start(asker)

    def told(who: Browser) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = who.get("/started", case=[case, "nothere"]).json()["items"]
        return found

    (mine,) = told(asker)
    (pending,) = mine["pending"]
    assert (mine["id"], mine["actions"]) == (case, ["withdraw"])
    assert (pending["who"], pending["mine"]) == (["高远航"], False)
    assert (pending["may_urge"], pending["urge_again_at"]) == (True, None)
    assert told(head) == []  # not theirs

    asker.post(f"/work-items/{pending['work_item_id']}/urge", {"reason": ""})
    (urged,) = told(asker)[0]["pending"]
    assert urged["urge_again_at"] == "2026-11-23T02:00:00Z"
    clock.advance(timedelta(hours=1))
    assert told(asker)[0]["pending"][0]["urge_again_at"] is None

    seen = head.get(f"/instances/{case}/moves").json()
    assert "withdraw" not in seen["actions"]
    assert (seen["pending"][0]["mine"], seen["pending"][0]["may_urge"]) == (True, False)
    assert asker.post(f"/instances/{case}/withdraw", {"reason": "x"}).status_code == 200
    assert told(asker) == []


def test_favourites_follow_the_person_and_nobody_else(browse: Browse) -> None:
    mine = browse("salesperson")

    def keep(items: list[str]) -> Any:
        headers = {"X-CSRF-Token": mine.csrf}
        return mine.client.put(API + "/favourites", json={"items": items}, headers=headers)

    assert mine.get("/favourites").json() == {"items": []}
    assert keep(["trip", "seal-use", "trip"]).json() == {"items": ["trip", "seal-use"]}
    assert browse("salesperson").get("/favourites").json() == {"items": ["trip", "seal-use"]}
    assert browse("cashier").get("/favourites").json() == {"items": []}
    assert keep([""]).status_code == 422
    assert keep([]).json() == {"items": []}
