"""A moment that no calendar can reckon on is refused where it is asked, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Browser

Browse = Callable[[str], Browser]

EDGES = ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00")


@pytest.mark.parametrize("at", EDGES)
def test_moment_at_the_end_of_the_calendar_is_refused(browse: Browse, at: str) -> None:
    admin = browse("admin")
    day = at.partition("T")[0]
    change: dict[str, Any] = {"entries": {}, "effective_from": at, "dry_run": True}

    asked = (
        admin.get("/audit/findings", until=at),
        admin.get("/definitions/trip/statistics", until=day),
        admin.post("/organisation/changes", change),
        admin.post("/definitions/trip/trial", {"at": at}),
    )

    assert [answer.status_code for answer in asked] == [422] * 4
    assert all("不能小于" in one.text or "小于" in one.text for one in asked)
