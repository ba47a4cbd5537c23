"""How a process runs is told over HTTP to those who may see every case of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.conftest import Browser

Browse = Callable[[str], Browser]
PATH = "/definitions/trip/statistics"


@pytest.fixture
def played(browse: Browse) -> Browser:
    """The auditor, after two trips of which one was refused."""
    asker, head = browse("salesperson"), browse("sales-manager")
    for _ in range(2):
        asker.post("/definitions/trip/start", {"variables": {"reason": "fair"}})
    (first, _) = head.get("/worklist").json()["items"]
    head.post(f"/work-items/{first['id']}/complete", {"data": {"decision": "no"}})
    return browse("auditor")


def test_report_tells_counts_diagram_flows_and_versions(played: Browser) -> None:
    told = played.get(PATH, version=1).json()

    (process,) = told["processes"]
    approve = next(one for one in process["elements"] if one["element_id"] == "approve")
    shares = {one["flow_id"]: (one["count"], one["share"]) for one in process["flows"]}
    assert (told["totals"]["started"], told["totals"]["open"], told["by"]) == (2, 1, "week")
    assert (approve["visits"], approve["open"], approve["people"]) == (2, 1, 1)
    assert (shares["f3"], shares["f4"]) == ((0, 0), (1, 100))
    assert "<process" in process["xml"]
    assert [one["version"] for one in told["versions"]] == [1]
    assert "sales-manager" not in str(told["roles"]) + str(process["elements"])


def test_cases_of_an_element_lead_to_each_case(played: Browser) -> None:
    told = played.get(PATH + "/cases", element="approve").json()

    assert told["total"] == 2
    assert {one["title"] for one in told["items"]} == {"fair"}
    assert played.get(f"/instances/{told['items'][0]['id']}").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"version": 7}, 404),
        ({"since": "2026-11-20", "until": "2026-11-01"}, 422),
        ({"since": "2001-01-01"}, 422),
        ({"since": "yesterday"}, 422),
    ],
)
def test_period_or_version_that_there_is_not_is_refused(
    browse: Browse, query: dict[str, object], status: int
) -> None:
    assert browse("auditor").get(PATH, **query).status_code == status
