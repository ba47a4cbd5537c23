"""A case is replayed over HTTP by whoever sees it, without what their own steps hide."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.conftest import Browser

Browse = Callable[[str], Browser]


@pytest.fixture
def case(browse: Browse) -> str:
    """A trip that the head has refused, and whose salary the head did not see."""
    asker, head = browse("salesperson"), browse("sales-manager")
    body = {"variables": {"reason": "客户拜访", "days": 2, "salary": 9000}}
    found = str(asker.post("/definitions/trip/start", body).json()["id"])
    (item,) = head.get("/worklist").json()["items"]
    assert head.post(f"/work-items/{item['id']}/complete", {"data": {"decision": "no"}})
    return found


def test_an_auditor_sees_each_step_with_its_reasons(browse: Browse, case: str) -> None:
    auditor = browse("auditor")

    told = auditor.get(f"/instances/{case}/replay").json()

    first, second = told["steps"]
    assert (told["total"], first["actor"]["login"], second["actor"]["login"]) == (
        2, "salesperson", "sales-manager",
    )  # fmt: skip
    assert first["positions"] == {"trip": {"approve": 1}}
    assert second["positions"] == {}
    (way,) = second["ways"]
    assert (way["element"], way["target"], way["expression"]) == (
        "同意?", "不同意", 'decision = "no"',
    )  # fmt: skip
    assert way["reads"] == [{"name": "decision", "value": "no"}]
    assert second["clauses"] == ["PROC-003"]
    assert [one["id"] for one in told["clauses"]] == ["PROC-003"]
    (changed,) = [one for one in second["changes"] if one["name"] == "decision"]
    assert (changed["before"], changed["after"]) == (None, "no")


def test_a_window_stands_on_what_came_before(browse: Browse, case: str) -> None:
    told = browse("auditor").get(f"/instances/{case}/replay", first=2, limit=1).json()

    assert [one["number"] for one in told["steps"]] == [2]
    assert told["before"]["positions"] == {"trip": {"approve": 1}}
    assert told["before"]["variables"]["reason"] == "客户拜访"


def test_the_form_is_shown_as_it_was_seen(browse: Browse, case: str) -> None:
    auditor = browse("auditor")

    asked = auditor.get(f"/instances/{case}/replay/1/form").json()
    decided = auditor.get(f"/instances/{case}/replay/2/form").json()

    assert asked["form_id"] == "trip"
    assert asked["data"]["salary"] == 9000
    assert decided["data"]["decision"] == "no"
    assert decided["data"]["reason"] == "客户拜访"
    assert "salary" not in decided["data"]
    assert "salary" not in str(decided["form"])


def test_what_a_step_hides_from_a_person_is_hidden_from_them_in_the_replay(
    browse: Browse, case: str
) -> None:
    told = browse("sales-manager").get(f"/instances/{case}/replay")
    form = browse("sales-manager").get(f"/instances/{case}/replay/1/form").json()

    assert "9000" not in told.text
    assert "salary" not in form["data"]


def test_reading_a_replay_is_recorded(browse: Browse, case: str) -> None:
    browse("auditor").get(f"/instances/{case}/replay")

    read = browse("salesperson").get(f"/instances/{case}/readings").json()["items"]

    assert [(one["login"], one["what"]) for one in read] == [("auditor", "instances/replay")]
