"""The organisation over HTTP: for administrators, never for oneself, nothing half done."""

from __future__ import annotations

from collections.abc import Callable

from engine.core.ids import UserId
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]
CHANGE = {"entries": {"people": {"cashier": {"position": "主办出纳"}}}}


def test_change_is_tried_out_then_recorded_with_who_and_when(browse: Browse) -> None:
    admin = browse("admin")
    tried = admin.post("/organisation/changes", {**CHANGE, "dry_run": True}).json()
    assert tried["recorded"] is None
    assert tried["differences"] == ["~ people.cashier: position: 出纳 → 主办出纳"]
    done = admin.post("/organisation/changes", CHANGE).json()
    assert done["recorded"] == "organisation:00000002"

    found = admin.get("/organisation/changes").json()["items"]
    assert found[-1]["by"] == "admin"
    assert (
        admin.get("/organisation").json()["entries"]["people"]["cashier"]["position"] == "主办出纳"
    )


def test_administrator_does_not_raise_themselves(browse: Browse) -> None:
    own = {"entries": {"people": {"admin": {"roles": ["administrator", "gm"]}}}}
    answer = browse("admin").post("/organisation/changes", own)

    assert answer.status_code == 403
    assert browse("admin").get("/organisation/changes").json()["items"] == []


def test_nobody_else_changes_anything(browse: Browse) -> None:
    for who in ("office-director", "auditor", "salesperson"):
        assert browse(who).post("/organisation/changes", CHANGE).status_code == 403


def test_mistakes_of_a_file_are_all_named(browse: Browse) -> None:
    body = {"name": "o.csv", "content": "section,id,name\nroles,gm,总经理\nroles,gm,总经理\n"}
    answer = browse("admin").post("/organisation/import", body)

    assert answer.status_code == 422
    assert "again in line 3" in answer.json()["detail_en"]


def test_leaver_is_logged_out_at_once(browse: Browse) -> None:
    leaver = browse("cashier")
    assert leaver.get("/people").status_code == 200
    left = browse("admin").post("/organisation/leave", {"login": "cashier"}).json()

    assert left["successor"] == "finance-manager"
    assert leaver.get("/people").status_code == 401
    assert UserId("cashier") not in [
        p["id"] for p in browse("admin").get("/people").json()["items"]
    ]
