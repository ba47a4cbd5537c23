"""What somebody is filling in is kept on the server, for them alone, until it is done."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from engine.bootstrap import Runtime
from tests.api.conftest import API, Browser

Browse = Callable[[str], Browser]
START = "/definitions/trip/draft"


def put(browser: Browser, path: str, data: dict[str, Any], version: int) -> Any:
    headers = {"X-CSRF-Token": browser.csrf, "Content-Type": "application/json"}
    body = json.dumps({"data": data, "version": version})
    return browser.client.put(API + path, content=body, headers=headers)


def test_draft_is_never_validated_and_read_by_its_writer_alone(browse: Browse) -> None:
    writer = browse("salesperson")

    assert put(writer, START, {"days": -1.5, "unknown": True}, 0).status_code == 200

    assert writer.get(START).json()["data"] == {"days": -1.5, "unknown": True}
    assert browse("sales-manager").get(START).json() == {
        "version": 0,
        "saved_at": None,
        "data": {},
    }


def test_two_tabs_do_not_lose_work(browse: Browse) -> None:
    writer = browse("salesperson")
    put(writer, START, {"reason": "one"}, 0)

    second = put(writer, START, {"reason": "two"}, 0)

    assert second.status_code == 409
    assert writer.get(START).json()["data"] == {"reason": "one"}


def test_draft_too_large_is_refused(browse: Browse) -> None:
    assert put(browse("salesperson"), START, {"reason": "x" * 300_000}, 0).status_code == 413


def test_draft_of_a_work_item_ends_with_it(browse: Browse, runtime: Runtime) -> None:
    browse("salesperson").post("/definitions/trip/start", {"variables": {"reason": "fair"}})
    head = browse("sales-manager")
    (item,) = head.get("/worklist").json()["items"]
    place = f"/work-items/{item['id']}/draft"
    rows = len(runtime.store.all_rows())
    assert put(head, place, {"decision": "yes"}, 0).json()["version"] == 1
    assert len(runtime.store.all_rows()) == rows, "a draft is no part of the log"

    head.post(f"/work-items/{item['id']}/complete", {"data": {"decision": "yes"}})

    assert head.get(place).json()["version"] == 0
    assert put(head, place, {"decision": "no"}, 1).status_code == 409


def test_draft_is_dropped(browse: Browse) -> None:
    writer = browse("salesperson")
    put(writer, START, {"reason": "one"}, 0)

    dropped = writer.client.delete(API + START, headers={"X-CSRF-Token": writer.csrf})

    assert dropped.status_code == 204
    assert writer.get(START).json()["version"] == 0
