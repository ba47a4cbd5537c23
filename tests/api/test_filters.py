"""Saved filters over HTTP: kept, shared with a role, counted for who reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.bootstrap import Runtime
from tests.api.conftest import API, Browser
from tests.api.test_sharing import begun
from tests.api.test_statements import statements

Browse = Callable[[str], Browser]


def kept(browser: Browser, **body: Any) -> Any:
    return browser.post("/filters", {"name": "mine", "worklist": {}, **body})


def send(browser: Browser, method: str, saved: Any, body: Any = None) -> Any:
    headers = {"X-CSRF-Token": browser.csrf}
    path = f"{API}/filters/{saved['id']}"
    return browser.client.request(method, path, json=body, headers=headers)


def counts(browser: Browser) -> dict[str, int | None]:
    return {one["name"]: one["count"] for one in browser.get("/filters").json()["items"]}


def test_filter_is_counted_as_its_list_is_long(browse: Browse) -> None:
    begun(browse, "a", "b", "c")
    head = browse("sales-manager")
    asked: dict[str, dict[str, dict[str, str]]] = {
        "all": {"worklist": {}},
        "trips": {"worklist": {"process": "trip", "person": "salesperson"}},
        "others": {"worklist": {"process": "leave"}},
        "first": {"worklist": {"text": "出差", "view": "candidate"}},
        "cases": {"instances": {"scope": "involved", "status": "active"}},
        "colleagues": {"instances": {"scope": "started", "person": "salesperson"}},
    }
    for name, body in asked.items():
        assert head.post("/filters", {"name": name, **body}).status_code == 201

    found = counts(head)

    for name, body in asked.items():
        path = "/worklist" if "worklist" in body else "/instances"
        (question,) = body.values()
        listed = head.get(path, **question).json()["items"]
        assert found[name] == len(listed), name
    assert found["trips"] == 3


def test_filter_is_changed_and_forgotten_by_who_saved_it(browse: Browse) -> None:
    asker = browse("salesperson")
    saved = kept(asker, worklist={"text": "x", "since": "2026-11-01T00:00:00Z"}).json()

    body = {"name": " again ", "instances": {"scope": "involved"}}
    changed = send(asker, "PUT", saved, body).json()

    assert (changed["id"], changed["name"], changed["mine"]) == (saved["id"], "again", True)
    assert saved["worklist"]["text"] == "x"
    assert changed["worklist"] is None
    assert changed["instances"]["scope"] == "involved"
    assert send(asker, "DELETE", saved).status_code == 204
    assert asker.get("/filters").json()["items"] == []


def test_shared_filter_shows_each_reader_only_what_is_theirs(browse: Browse) -> None:
    begun(browse, "a", "b")
    head, asker = browse("sales-manager"), browse("salesperson")
    assert kept(head, shared_with=["role:sales-manager"]).status_code == 201
    mine = kept(asker, name="for all of us", shared_with=["role:salesperson"]).json()

    assert counts(head) == {"mine": 2}
    assert counts(asker) == {"for all of us": 0}
    assert mine["shared_with_names"]
    assert counts(browse("warehouse-keeper")) == {}


def test_sharing_gives_nobody_a_right(browse: Browse) -> None:
    begun(browse, "a")
    owner, asker = browse("admin"), browse("salesperson")
    everything = {"scope": "all"}
    shared = {"name": "all", "instances": everything, "shared_with": ["role:salesperson"]}
    assert owner.post("/filters", shared).status_code == 201

    (found,) = asker.get("/filters").json()["items"]

    assert (found["count"], found["mine"]) == (None, False)
    assert send(asker, "PUT", found, shared).status_code == 403
    assert send(asker, "DELETE", found).status_code == 403
    refused = asker.post("/filters", {"name": "all", "instances": everything})
    assert refused.status_code == 403
    assert counts(owner) == {"all": 1}


def test_filter_is_shared_only_with_a_role_or_group_of_ones_own(browse: Browse) -> None:
    asker = browse("salesperson")
    for wrong in ("role:sales-manager", "user:salesperson", "everybody", "group:nothere"):
        answer = kept(asker, shared_with=[wrong])
        assert answer.status_code == 403, answer.text
    assert counts(asker) == {}


def test_filter_that_asks_nonsense_is_refused(browse: Browse) -> None:
    asker = browse("salesperson")
    for wrong in (
        {"name": "x"},
        {"name": "x", "worklist": {}, "instances": {}},
        {"name": "", "worklist": {}},
        {"name": "x", "worklist": {"cursor": "x"}},
        {"name": "x", "worklist": {"view": "everything"}},
        {"name": "x", "worklist": {"variable": ["nonsense"]}},
    ):
        assert asker.post("/filters", wrong).status_code == 422, wrong
    assert kept(asker, name="  ").status_code == 422


def test_nobody_keeps_more_than_fifty_filters(browse: Browse) -> None:
    asker = browse("salesperson")
    answers = [kept(asker, name=f"n{number}").status_code for number in range(51)]

    assert answers == [201] * 50 + [409]


def test_counting_more_filters_takes_no_more_statements(browse: Browse, runtime: Runtime) -> None:
    head = browse("sales-manager")
    for number in range(2):
        kept(head, name=f"text {number}", worklist={"text": "审批", "variable": ["days>3"]})
        kept(head, name=f"cases {number}", instances={"text": "出", "scope": "involved"})
        with statements(runtime) as found:
            head.get("/filters")
        if number == 0:
            first = len(found)

    assert len(found) == first
