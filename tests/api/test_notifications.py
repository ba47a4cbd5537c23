"""Notifications over HTTP: one's own list, preferences, and the live stream of a real server."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest

from api.app import create_app
from api.server import Server
from api.settings import Settings
from engine.bootstrap import Runtime
from tests.api.conftest import API, Browser

Browse = Callable[[str], Browser]


def started(runtime: Runtime, browse: Browse) -> str:
    """The id of a case whose work is offered to the head of sales, and told."""
    case: str = (
        browse("salesperson")
        .post("/definitions/trip/start", {"variables": {"reason": "x"}})
        .json()["id"]
    )
    runtime.notifications.run()
    return case


def test_everybody_reads_their_own_and_marks_it_read(runtime: Runtime, browse: Browse) -> None:
    cases = [started(runtime, browse) for _ in range(3)]
    head, other = browse("sales-manager"), browse("cashier")

    first = head.get("/notifications", limit=2).json()
    rest = head.get("/notifications", limit=2, before=first["next"]).json()
    assert [one["instance_id"] for one in first["items"] + rest["items"]] == cases[::-1]
    assert (first["unread"], rest["next"]) == (3, None)
    assert first["items"][0]["kind"] == "new"
    assert first["items"][0]["subject"].startswith("待办：")
    assert first["items"][0]["subject_en"].startswith("To do: ")

    ids = [first["items"][0]["id"]]
    assert other.post("/notifications/read", {"ids": ids}).json() == {"unread": 0}
    assert head.post("/notifications/read", {"ids": ids}).json() == {"unread": 2}
    assert len(head.get("/notifications", unread=True).json()["items"]) == 2
    assert head.post("/notifications/read", {}).json() == {"unread": 0}
    assert other.get("/notifications").json()["items"] == []


def test_preferences_are_checked_and_kept(browse: Browse) -> None:
    me = browse("sales-manager")
    wanted = {"language": "en", "quiet_from": "22:00", "quiet_until": "08:00", "muted": ["ended"]}

    path = API + "/notifications/preferences"
    headers = {"X-CSRF-Token": me.csrf}
    assert me.client.put(path, json=wanted, headers=headers).status_code == 200
    for wrong in (
        {"quiet_from": "22:00"},
        {"quiet_from": "25:00", "quiet_until": "08:00"},
        {"muted": ["gossip"]},
        {"addresses": {"mail": "a@b.cn"}},  # no such channel was set up
        {"digest": "noon"},
    ):
        assert me.client.put(path, json=wrong, headers=headers).status_code == 422

    kept = me.get("/notifications/preferences").json()
    assert {name: kept[name] for name in wanted} == wanted
    assert kept["channels"] == []


@pytest.fixture
def address(runtime: Runtime) -> Iterator[tuple[str, int]]:
    """A real server: the test client cannot listen while something happens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    app = create_app(Settings(worker=False, stream_seconds=20), runtime)
    server = Server(app, "127.0.0.1", port, log_level="error")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield "127.0.0.1", port
    server.should_exit = True
    thread.join(timeout=10)


def listen(address: tuple[str, int], cookie: str) -> Generator[tuple[str, Any]]:
    """The events of the stream, as they come."""
    connection = http.client.HTTPConnection(*address, timeout=15)
    connection.request("GET", API + "/notifications/stream", headers={"Cookie": cookie})
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    name = ""
    try:
        for line in iter(answer.readline, b""):
            field, _, value = line.decode().strip().partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                yield name, json.loads(value)
    finally:
        connection.close()


def test_open_page_hears_of_new_work_and_of_what_others_took(
    runtime: Runtime, browse: Browse, address: tuple[str, int]
) -> None:
    head, stranger = browse("sales-manager"), browse("cashier")
    cookies = [
        "; ".join(f"{k}={v}" for k, v in one.client.cookies.items()) for one in (head, stranger)
    ]
    mine, theirs = (listen(address, cookie) for cookie in cookies)
    assert next(mine) == next(theirs) == ("notifications", {"unread": 0})

    case = started(runtime, browse)
    heard = {next(mine)[0], next(mine)[0]}
    assert heard == {"notifications", "worklist"}

    (item,) = runtime.store.work_items_of(case)
    head.post(f"/work-items/{item.id}/complete", {"data": {"decision": "yes"}})
    runtime.notifications.run()
    assert next(mine)[0] == "worklist"
    copied = {"to": ["cashier"]}
    head.post(f"/instances/{case}/copy", copied)
    runtime.notifications.run()
    assert next(theirs) == ("notifications", {"unread": 1})
    mine.close()
    theirs.close()


def test_stream_is_only_for_who_is_logged_in(address: tuple[str, int]) -> None:
    connection = http.client.HTTPConnection(*address, timeout=15)
    connection.request("GET", API + "/notifications/stream")
    assert connection.getresponse().status == 401
    connection.close()
