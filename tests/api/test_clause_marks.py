"""Owners see what an edited clause leaves to review in their own processes, and confirm it."""

from __future__ import annotations

from collections.abc import Callable

from engine.bootstrap import Runtime
from engine.clauses.edited import Touched
from engine.core.clause import Edit
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]
EDIT = Edit(clause="SEAL-15", before="旧", after="新")


def test_owner_sees_and_confirms_what_cites_an_edited_clause(
    browse: Browse, runtime: Runtime
) -> None:
    found = [
        Touched(edit=EDIT, process="trip", element=one, places=(one,)) for one in ("approve", "go")
    ]
    runtime.clause_marks.record(found, runtime.person("admin"))
    owner = browse("office-director")

    before = owner.get("/clauses/marks").json()["items"]
    done = owner.post(
        "/definitions/trip/clauses/review",
        {"clause": "SEAL-15", "element": "go", "note": "已核对"},
    )
    after = owner.get("/clauses/marks").json()["items"]
    kept = owner.get("/clauses/marks", reviewed=True).json()["items"]
    again = owner.post("/definitions/trip/clauses/review", {"clause": "SEAL-15", "element": "go"})

    assert [(one["element"], one["before"], one["after"]) for one in before] == [
        ("approve", "旧", "新"),
        ("go", "旧", "新"),
    ]
    assert done.status_code == 200, done.text
    assert [one["element"] for one in after] == ["approve"]
    assert [(one["reviewed_by"], one["note"]) for one in kept] == [
        (None, ""),
        ("office-director", "已核对"),
    ]
    assert again.status_code == 409
    assert browse("salesperson").get("/clauses/marks").json()["items"] == []
