"""The working calendar over HTTP: who may set a day, for whom it counts, and what is flagged."""

from __future__ import annotations

from collections.abc import Callable

from engine.bootstrap import Runtime
from engine.paths import processes_dir
from tests.api.conftest import API, Browser

Browse = Callable[[str], Browser]


def put(who: Browser, **body: object) -> tuple[int, dict[str, object]]:
    headers = {"X-CSRF-Token": who.csrf}
    answer = who.client.put(API + "/calendar/days", json=body, headers=headers)
    return answer.status_code, answer.json()


def test_days_are_set_for_the_company_and_for_departments(runtime: Runtime, browse: Browse) -> None:
    owner, clerk = browse("office-director"), browse("cashier")
    assert clerk.get("/calendar", year=2026).status_code == 409
    calendar = ("calendar.yaml", (processes_dir() / "calendar.yaml").read_bytes())
    runtime.deploy([calendar], runtime.person("admin"))
    day = {"day": "2026-12-24", "kind": "off", "name": "年会"}

    assert put(clerk, **day)[0] == 403
    status, shown = put(owner, **day)
    put(owner, day="2026-12-24", kind="hours", hours=["09:00-12:00"], department="sales")

    assert status == 200
    assert shown["confirmed"] is True
    (mine,) = [one for one in clerk.get("/calendar", year=2026).json()["days"]
               if one["day"] == "2026-12-24"]  # fmt: skip
    assert mine == {"day": "2026-12-24", "worked": False, "name": "年会", "hours": []}
    theirs = clerk.get("/calendar", year=2026, department="sales").json()["days"]
    assert {"day": "2026-12-24", "worked": True, "name": "", "hours": ["09:00-12:00"]} in theirs
    assert clerk.get("/calendar", year=2027).json()["confirmed"] is False

    assert put(owner, **day | {"department": "nowhere"})[0] == 422
    assert put(owner, day="2026-12-24", kind="hours", hours=["9-12"])[0] == 422
    assert put(owner, day="2026-12-24", kind="off", hours=["09:00-12:00"])[0] == 422
    assert len(clerk.get("/calendar", year=2026).json()["days"]) == len(shown["days"])
