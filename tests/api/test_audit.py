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

    assert cost() == few <= 21


def test_findings_lead_to_their_cases(browse: Browse, cases: tuple[str, str]) -> None:
    auditor = browse("auditor")

    found = auditor.get("/audit/findings").json()

    counts = {one["id"]: one["count"] for one in found["items"]}
    assert found["looked_at"] == 2
    assert not found["cut"]
    assert counts["separation-kept"] == 2  # who asks does not approve
    assert counts["separation-broken"] == 0
    page = auditor.get("/audit/findings/separation-kept", limit=1).json()
    (item,) = page["items"]
    assert (item["instance_id"], item["place"], page["next"]) == (cases[1], "approve", 1)
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
