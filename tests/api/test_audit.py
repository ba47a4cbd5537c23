"""An auditor searches all cases, reads findings, has a case judged and takes it along."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.bootstrap import Runtime
from engine.evidence import check_evidence
from engine.history.seal import seal
from tests.api.conftest import Browser
from tests.api.test_statements import statements

Browse = Callable[[str], Browser]


def trip(browse: Browse, decision: str, reason: str = "客户拜访") -> str:
    """A trip that was asked for and decided."""
    body = {"variables": {"reason": reason, "days": 2}}
    found = str(browse("salesperson").post("/definitions/trip/start", body).json()["id"])
    head = browse("sales-manager")
    (item,) = [one for one in head.get("/worklist").json()["items"] if one["instance_id"] == found]
    assert head.post(f"/work-items/{item['id']}/complete", {"data": {"decision": decision}})
    return found


@pytest.fixture
def cases(browse: Browse) -> tuple[str, str]:
    """One that was refused, one that went on."""
    return trip(browse, "no"), trip(browse, "yes", "参加展会")


def test_cases_are_found_by_person_clause_operation_and_status(
    browse: Browse, cases: tuple[str, str]
) -> None:
    refused, booked = cases
    auditor = browse("auditor")
    (open_item,) = browse("salesperson").get("/worklist").json()["items"]
    transferred = {"to": "cs-manager", "reason": "休假"}
    browse("salesperson").post(f"/work-items/{open_item['id']}/transfer", transferred)

    def found(**asked: str) -> list[str]:
        return [one["id"] for one in auditor.get("/audit/cases", **asked).json()["items"]]

    assert found() == [booked, refused]
    assert found(person="sales-manager") == [booked, refused]
    assert found(person="warehouse-keeper") == []
    assert found(status="active") == [booked]
    assert found(text="展会") == [booked]
    assert found(operation="returned") == []
    assert found(initiator="sales-manager") == []
    first = auditor.get("/audit/cases", limit=1).json()
    assert found(cursor=first["next"]) == [refused]
    assert auditor.get("/audit/cases", clause="NO-1").status_code == 404


def test_a_search_costs_the_same_for_one_and_for_many(
    browse: Browse, runtime: Runtime, cases: tuple[str, str]
) -> None:
    auditor = browse("auditor")
    asked = {"operation": "skipped", "person": "sales-manager"}

    def cost() -> int:
        with statements(runtime) as found:
            auditor.get("/audit/findings")
            auditor.get("/audit/cases", **asked)
        return len(found)

    cost()
    few = cost()
    trip(browse, "no")

    assert cost() == few <= 33


def test_findings_lead_to_their_cases(browse: Browse, cases: tuple[str, str]) -> None:
    auditor = browse("auditor")

    found = auditor.get("/audit/findings").json()

    counts = {one["id"]: one["count"] for one in found["items"]}
    assert found["looked_at"] == 2
    assert counts["separation-kept"] == 2  # who asks does not approve
    assert counts["separation-broken"] == 0
    page = auditor.get("/audit/findings/separation-kept", limit=1).json()
    (item,) = page["items"]
    assert (item["instance_id"], item["place"]) == (cases[1], item["ref"])
    following = auditor.get("/audit/findings/separation-kept", limit=1, after=page["next"]).json()
    assert [one["instance_id"] for one in following["items"]] == [cases[0]]
    assert following["next"] is None
    replay = auditor.get(f"/instances/{cases[1]}/replay", at=item["place"]).json()
    assert replay["at"] == 2
    before = auditor.get("/audit/findings", until="2026-01-01T00:00:00Z").json()
    assert before["looked_at"] == 0
    assert auditor.get("/audit/findings/nothing").status_code == 404


def test_a_case_is_judged_and_exported(
    browse: Browse, runtime: Runtime, cases: tuple[str, str]
) -> None:
    seal(runtime.store)
    auditor, path = browse("auditor"), f"/instances/{cases[0]}"

    verdict = auditor.get(f"{path}/verdict").json()
    file = auditor.get(f"{path}/evidence")

    assert verdict["ok"], verdict
    assert [one["outcome"] for one in verdict["checks"]] == ["passed"] * 4
    assert file.headers["content-type"] == "application/zip"
    assert all(one.passed for one in check_evidence(file.content))
    read = browse("salesperson").get(f"{path}/readings").json()["items"]
    assert {one["what"] for one in read} == {"instances/verdict", "instances/evidence"}


def test_two_cases_are_compared_by_who_sees_both(browse: Browse, cases: tuple[str, str]) -> None:
    one, other = cases

    found = browse("auditor").get(f"/instances/{one}/comparison/{other}").json()

    assert [row["kind"] for row in found["rows"]] == ["same", "other-way"]
    (parted,) = found["rows"][1]["ways"]
    assert (parted["left"][0]["target"], parted["right"][0]["target"]) == ("不同意", "订票")
    assert {value["name"] for value in found["values"]} == {"reason", "decision"}
    assert browse("warehouse-keeper").get(f"/instances/{one}/comparison/{other}").status_code == 404


def test_a_finding_is_marked_as_looked_at(browse: Browse, cases: tuple[str, str]) -> None:
    auditor, path = browse("auditor"), "/audit/findings/separation-kept"
    item = auditor.get(path, limit=1).json()["items"][0]
    assert item["note"] is None

    made = auditor.post(f"{path}/notes", {"ref": item["ref"], "text": "规则如期起了作用"})

    assert made.status_code == 201
    assert made.json()["by_name"]
    page = auditor.get(path).json()
    assert (page["kind"]["count"], page["kind"]["open"]) == (2, 1)
    assert [one["note"] and one["note"]["text"] for one in page["items"]] == [
        "规则如期起了作用",
        None,
    ]
    assert len(auditor.get(path, open=True).json()["items"]) == 1
    assert auditor.post(f"{path}/notes", {"ref": "x", "text": " "}).status_code == 422
    assert auditor.post("/audit/findings/none/notes", {"ref": "x", "text": "y"}).status_code == 404


def test_found_cases_are_counted_and_taken_along(browse: Browse, cases: tuple[str, str]) -> None:
    auditor = browse("auditor")

    first = auditor.get("/audit/cases", limit=1).json()
    file = auditor.get("/audit/cases/export", format="csv", text="展会")
    book = auditor.get("/audit/cases/export", format="xlsx")

    assert first["count"] == 2
    assert auditor.get("/audit/cases", cursor=first["next"]).json()["count"] is None
    assert len(file.text.strip().splitlines()) == 2
    assert file.text.startswith("\ufeff编号")
    assert cases[1] in file.text
    assert book.content.startswith(b"PK")
    assert auditor.get("/audit/amounts").json() == {"items": []}


def test_searches_are_kept_and_shared(browse: Browse, cases: tuple[str, str]) -> None:
    auditor = browse("auditor")
    body = {
        "name": "经理经手",
        "audit": {"person": "sales-manager"},
        "shared_with": ["role:auditor"],
    }

    saved = auditor.post("/filters", body)
    auditor.post("/filters", {"name": "条款", "audit": {"clause": "SEAL-07"}})

    assert saved.status_code == 201, saved.text
    found = {one["name"]: one for one in auditor.get("/filters").json()["items"]}
    assert found["经理经手"]["audit"]["person"] == "sales-manager"
    assert (found["经理经手"]["count"], found["条款"]["count"]) == (2, None)
    refused = browse("salesperson").post("/filters", {"name": "x", "audit": {}})
    assert refused.status_code == 403
