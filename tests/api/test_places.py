"""Positions of a case say in which of its processes they are: a called one may use the same ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.bootstrap import Runtime
from tests.api.conftest import Browser
from tests.history.test_places import approve, call, line, process

Browse = Callable[[str], Browser]


@pytest.fixture
def case(runtime: Runtime) -> str:
    """Both processes have an `approve`."""
    own = approve("批准采购") + call("c", "use") + line("s", "approve", "c", "e")
    files = [
        ("buys.bpmn", process("buys", own)),
        ("use.bpmn", process("use", approve("审批用印") + line("s", "approve", "e"))),
    ]
    admin = runtime.person("admin")
    runtime.deploy(files, admin, draft=True)
    return str(runtime.start("buys", {}, admin).instance_id)


def complete(gm: Browser) -> None:
    (item,) = gm.get("/worklist").json()["items"]
    assert gm.post(f"/work-items/{item['id']}/complete", {"data": {}}).status_code == 200


def places(drawn: Any) -> list[tuple[str, str]]:
    return [(one["process"], one["element_id"]) for one in drawn["positions"]]


def test_position_is_in_the_process_that_was_called(browse: Browse, case: str) -> None:
    gm, admin = browse("gm"), browse("admin")
    assert places(gm.get(f"/instances/{case}/diagram").json()) == [("buys", "approve")]
    complete(gm)

    drawn = gm.get(f"/instances/{case}/diagram").json()
    assert places(drawn) == [("buys", "c"), ("use", "approve")]
    assert [(one["key"], one["calls"]) for one in drawn["processes"]] == [
        ("buys", {"c": "use"}),
        ("use", {}),
    ]
    assert drawn["done_elements"] == {"buys": ["s", "approve"], "use": ["s"]}
    assert drawn["taken_flows"] == {"buys": ["s-approve", "approve-c"], "use": ["s-approve"]}

    told = admin.get(f"/instances/{case}/replay").json()["steps"]
    assert [(one["process"], one["element_id"]) for one in told] == [
        ("buys", "s"),
        ("buys", "approve"),
    ]
    assert told[1]["positions"] == {"buys": {"c": 1}, "use": {"approve": 1}}
    assert told[1]["visited"] == {"buys": ["c"], "use": ["s", "approve"]}


def test_control_is_moved_to_the_process_that_is_named(browse: Browse, case: str) -> None:
    admin = browse("admin")
    (here,) = admin.get(f"/instances/{case}/outcome").json()["positions"]
    asked = {"tokens": [here["token"]], "to": "use/approve", "reason": "已批"}

    assert admin.post(f"/instances/{case}/jump", asked).status_code == 200

    drawn = admin.get(f"/instances/{case}/diagram").json()
    assert places(drawn) == [("buys", "c"), ("use", "approve")]
    back = {"tokens": [drawn["positions"][1]["token"]], "to": "buys/approve", "reason": "重来"}
    assert admin.post(f"/instances/{case}/jump", back).status_code == 200
    assert places(admin.get(f"/instances/{case}/diagram").json()) == [("buys", "approve")]
