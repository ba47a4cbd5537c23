"""An administrator sees the cases that the worker leaves alone, and releases them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.bootstrap import Runtime
from engine.core.commands import FireTimer
from engine.core.ids import InstanceId, TimerId
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]


@pytest.fixture
def case(browse: Browse, runtime: Runtime) -> str:
    """A case on which the worker has crashed."""
    started = browse("salesperson").post("/definitions/trip/start", {"variables": {"reason": "x"}})
    found = str(started.json()["id"])
    command = FireTimer(instance_id=InstanceId(found), timer_id=TimerId(f"{found}-t1"))
    runtime.worker.quarantine.put(command, "fire:1", RuntimeError("secret"))
    return found


def listed(browser: Browser) -> Any:
    return browser.get("/quarantine").json()["items"]


def test_administrator_sees_and_releases_a_case(browse: Browse, case: str) -> None:
    admin = browse("admin")

    (alone,) = listed(admin)
    answer = admin.post(f"/instances/{case}/quarantine/lift", {"reason": "已修复"})

    assert (alone["instance_id"], alone["command"]) == (case, "FireTimer")
    assert alone["fault"] == "RuntimeError"
    assert "secret" not in str(alone)
    assert answer.status_code == 204
    assert listed(admin) == []
    again = admin.post(f"/instances/{case}/quarantine/lift", {"reason": "?"})
    assert again.status_code == 409


def test_case_under_quarantine_still_takes_what_people_do(browse: Browse, case: str) -> None:
    head = browse("sales-manager")
    (item,) = head.get("/worklist").json()["items"]

    answer = head.post(f"/work-items/{item['id']}/complete", {"data": {"decision": "yes"}})

    assert item["instance_id"] == case
    assert answer.status_code == 200, answer.text
