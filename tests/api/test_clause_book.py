"""The book of written clauses: both ways, searched, with the cases in which a clause acted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.bootstrap import Runtime
from engine.paths import processes_dir
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]


def _chapter(browser: Browser, procedure: str) -> dict[str, Any]:
    answer = browser.get(f"/clauses/book/{procedure}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_book_tells_both_ways_what_carries_out_what(browse: Browse) -> None:
    reader = browse("salesperson")
    started = reader.post("/definitions/trip/start", {"variables": {"reason": "x", "days": 1}})
    assert started.status_code == 201, started.text

    heads = {one["procedure"]: one for one in reader.get("/clauses/book").json()["chapters"]}
    monthly = _chapter(reader, "office-supplies-monthly")
    detail = reader.get("/clauses/entries/PROC-003").json()
    found = reader.get("/clauses/entries", text="审批 trip").json()
    by_place = reader.get("/clauses/entries", text="approve 总经理审批").json()

    # Given: the process `trip` cites PROC-001 as a whole, and PROC-003 by its element `approve`.
    assert len(heads) == 133
    assert heads["office-supplies-monthly"]["traced"] == 1
    assert heads["seal-use"]["family"] == "other"
    entries = {one["clause"]["id"]: one for one in monthly["entries"]}
    assert entries["PROC-003"]["state"] == "traced"
    assert [(p["process"], p["element"]) for p in entries["PROC-003"]["places"]] == [
        ("trip", "approve")
    ]
    assert entries["PROC-001"]["state"] == "missing"  # the process as a whole is no element
    assert entries["PROC-001"]["places"][0]["element"] == ""
    assert [one["id"] for one in entries["PROC-003"]["scenarios"]]
    assert (detail["acted"], detail["looked_at"], detail["older"]) == (1, 1, False)
    assert [one["id"] for one in detail["cases"]] == [started.json()["id"]]
    assert found["items"] == []
    assert [one["clause"]["id"] for one in by_place["items"]] == ["PROC-003"]


def test_cases_of_a_clause_are_those_that_the_reader_may_see(browse: Browse) -> None:
    body = {"variables": {"reason": "x", "days": 1}}
    assert browse("salesperson").post("/definitions/trip/start", body).status_code == 201

    def acted(login: str) -> int:
        found: int = browse(login).get("/clauses/entries/PROC-003").json()["acted"]
        return found

    assert acted("auditor") == 1
    assert acted("warehouse-keeper") == 0


def test_search_tells_waived_clauses_and_those_to_review(browse: Browse) -> None:
    reader = browse("office-director")
    waived = reader.get("/clauses/entries", state="waived").json()["items"]
    assert {one["clause"]["id"] for one in waived} == {"PEOP-31", "SEAL-35"}
    assert all(one["waiver"]["zh"] for one in waived)
    assert reader.get("/clauses/entries", state="review").json()["items"] == []
    assert reader.get("/clauses/entries", state="traced").json()["items"][0]["clause"]
    assert reader.get("/clauses/entries/NONE-01").status_code == 404
    assert reader.get("/clauses/book/no-procedure").status_code == 404


def test_changes_compare_each_publication_with_the_one_before(
    browse: Browse, runtime: Runtime
) -> None:
    written = (processes_dir() / "clauses.csv").read_text(encoding="utf-8")
    edited = written.replace("先由行政副总、再由总经理审批", "由总经理审批") + (
        '"PROC-999","office-supplies-monthly","step","新的一条","",""\n'
    )
    for text in (written, edited):
        runtime.deploy([("clauses.csv", text.encode())], runtime.person("admin"))

    newest, first = browse("salesperson").get("/clauses/changes").json()["items"]

    assert first["edits"] == []
    assert [(one["clause"], bool(one["before"])) for one in newest["edits"]] == [
        ("PROC-003", True),
        ("PROC-999", False),
    ]
    assert newest["by_name"] == runtime.person("admin").name
