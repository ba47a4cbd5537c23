"""Drafts in the studio: drawn, checked, reviewed, published; nothing runs before that."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.bootstrap import Runtime
from engine.core.people import SYSTEM
from engine.errors import NotPermitted
from engine.paths import processes_dir
from engine.studio.model import StudioFile
from tests.api.conftest import TRIP, Browser, trip_form

Browse = Callable[[str], Browser]
FOREIGN = Path(__file__).parents[1] / "e2e" / "foreign.bpmn"
OWNERS = ["user:hr-admin", "user:cashier"]
REVIEWED = TRIP.decode().replace('<process id="trip"', '<process id="trip" guicheng:review="{}"')


NEW = {"key": "site-visit", "name": "现场参观", "family": "visits"}


def put(browser: Browser, path: str, body: Any) -> Any:
    return browser.client.put("/api/v1" + path, json=body, headers={"X-CSRF-Token": browser.csrf})


def drop(browser: Browser, path: str) -> Any:
    return browser.client.delete("/api/v1" + path, headers={"X-CSRF-Token": browser.csrf})


@pytest.fixture
def owners(runtime: Runtime) -> None:
    plan = runtime.roster.plan_change({"rights": {"trip": {"own": OWNERS}}})
    runtime.roster.apply(plan, SYSTEM)


@pytest.mark.usefixtures("owners")
def test_owner_draws_checks_publishes_and_takes_back(browse: Browse, runtime: Runtime) -> None:
    owner, other = browse("hr-admin"), browse("cashier")
    before = runtime.start("trip", {"reason": "x"}, runtime.person("salesperson"))

    begun = owner.post("/studio/drafts", {"key": "trip"}).json()
    (diagram,) = [one for one in begun["files"] if one["kind"] == "process"]
    assert begun["based_on"] == 1
    assert [one["name"] for one in begun["files"] if not one["own"]] == ["trip.form"]
    scope = owner.get("/studio/trip/draft/scope").json()
    assert scope["forms"]["trip"][0]["path"] == "reason"
    assert {"reason", "initiator", "parameters"} <= {one["name"] for one in scope["names"]}
    assert owner.post("/studio/drafts", {"key": "trip"}).status_code == 409

    text = diagram["text"].replace("<process ", "<!-- 改 --><process ", 1)
    saved = put(owner, "/studio/trip/draft", {"version": 1, "files": {"trip.bpmn": text}}).json()
    assert saved["version"] == 2
    assert not saved["needs_review"]
    late = put(other, "/studio/trip/draft", {"version": 1, "files": {"trip.bpmn": text + " "}})
    assert late.status_code == 409

    done = owner.post("/studio/trip/draft/publish", {"version": 2, "note": "加了说明"}).json()
    assert done["version"] == 2
    assert owner.get("/studio/trip/draft").status_code == 404
    (newest, first) = owner.get("/studio/trip/versions").json()["items"]
    assert (newest["note"], newest["authors"], first["by"]) == ("加了说明", ["hr-admin"], "admin")
    case = runtime.store.instance(before.instance_id)
    assert case is not None
    assert case.process_digest == first["digest"]  # a running case keeps its version

    back = owner.post("/studio/trip/versions/1/roll-back", {"version": 2, "note": "退回"}).json()
    assert back["version"] == 3
    listed = owner.get("/studio/trip/versions").json()["items"]
    assert [one["rolled_back"] for one in listed] == [True, False, False]
    assert listed[0]["digest"] == listed[2]["digest"]
    again = owner.post("/studio/trip/versions/1/roll-back", {"version": 3, "note": ""})
    assert again.status_code == 409  # this is what runs now


@pytest.mark.usefixtures("owners")
def test_draft_is_checked_like_a_deployment_and_refuses_what_is_no_text(browse: Browse) -> None:
    owner = browse("hr-admin")
    diagram = owner.post("/studio/drafts", {"key": "trip"}).json()["files"][0]

    # A finding of the deploy gate, with its place, of text that is not saved.
    broken = diagram["text"].replace('guicheng:formId="trip"', 'guicheng:formId="nothere"', 1)
    assert broken != diagram["text"]
    found = owner.post("/studio/trip/draft/check", {"files": {"trip.bpmn": broken}}).json()
    errors = [one for one in found["findings"] if one["severity"] == "error"]
    assert "form-exists" in {one["rule"] for one in errors}
    assert all(one["element_id"] and one["line"] and one["fix_zh"] for one in errors)
    assert not [
        one
        for one in owner.post("/studio/trip/draft/check", {}).json()["findings"]
        if one["severity"] == "error"
    ]
    assert (
        put(owner, "/studio/trip/draft", {"version": 1, "files": {"x.exe": "x"}}).status_code == 422
    )
    # Half drawn, it cannot be read; nobody has published anything for that reason.
    half = {"version": 1, "files": {"trip.bpmn": diagram["text"].replace("= reason", "${x}")}}
    assert put(owner, "/studio/trip/draft", half).json()["overtaken"] == []
    said = owner.post("/studio/trip/draft/check", {}).json()["findings"]
    assert {one["rule"] for one in said if one["severity"] == "error"} == {"feel-only"}
    doctype = "<!DOCTYPE a><a/>"
    refused = put(owner, "/studio/trip/draft", {"version": 2, "files": {"trip.bpmn": doctype}})
    assert (refused.status_code, refused.json()["findings"][0]["rule"]) == (422, "doctype")


@pytest.mark.usefixtures("owners")
def test_second_owner_approves_exactly_what_is_published(browse: Browse, runtime: Runtime) -> None:
    owner, other = browse("hr-admin"), browse("cashier")
    owner.post("/studio/drafts", {"key": "trip"})
    files = {"trip.bpmn": REVIEWED.format("second-person")}
    assert put(owner, "/studio/trip/draft", {"version": 1, "files": files}).json()["needs_review"]

    assert owner.post("/studio/trip/draft/publish", {"version": 2}).status_code == 403
    asked = owner.post("/studio/trip/draft/review", {"version": 2, "note": "请看"}).json()
    assert asked["review"]["state"] == "requested"
    verdict = {"version": 3, "approved": True}
    assert owner.post("/studio/trip/draft/verdict", verdict).status_code == 403
    assert browse("office-director").get("/studio/trip/draft").json()["may_judge"]
    refused = other.post("/studio/trip/draft/verdict", {**verdict, "approved": False})
    assert refused.status_code == 409  # no reason
    approved = other.post("/studio/trip/draft/verdict", verdict).json()
    assert approved["review"]["decided_by"] == "cashier"
    # Each is told of what the other did, with the way to the draft.
    (asks,) = other.get("/notifications").json()["items"]
    assert (asks["kind"], asks["path"]) == ("review", "/studio/trip")
    assert asks["detail"].endswith("请看")
    (told,) = owner.get("/notifications").json()["items"]
    assert (told["kind"], told["subject_en"]) == ("reviewed", "Feng Xiulan approved your draft")

    # Changed after the approval: it has to be approved anew.
    files["trip.bpmn"] += " "
    assert put(owner, "/studio/trip/draft", {"version": 4, "files": files}).json()["review"] is None
    assert owner.post("/studio/trip/draft/publish", {"version": 5}).status_code == 403
    owner.post("/studio/trip/draft/review", {"version": 5})
    other.post("/studio/trip/draft/verdict", {"version": 6, "approved": True})
    assert owner.post("/studio/trip/draft/publish", {"version": 7}).json()["version"] == 2
    (newest, _) = owner.get("/studio/trip/versions").json()["items"]
    assert newest["reviewer"] == "cashier"

    # From now on nobody goes around it: not by a deployment, not by the form alone, not back.
    admin = runtime.person("admin")
    for name, content in (("trip.bpmn", TRIP), ("trip.form", trip_form() + b" ")):
        with pytest.raises(NotPermitted):
            runtime.deploy([(name, content)], admin)
    back = owner.post("/studio/trip/versions/1/roll-back", {"version": 2, "note": ""}).json()
    assert back["draft"]["review"]["state"] == "requested"
    assert drop(other, "/studio/trip/draft").status_code == 204
    acts = [one["act"] for one in owner.get("/studio/trip/versions").json()["records"]]
    assert acts[:3] == ["discarded", "requested", "begun"]
    assert acts.count("approved") == 2


def test_new_and_foreign_diagrams_become_drafts(browse: Browse) -> None:
    chief = browse("office-director")
    assert chief.post("/studio/drafts", {"key": "Bad Key", "name": "x"}).status_code == 422
    begun = chief.post("/studio/drafts", NEW).json()
    assert (begun["origin"], begun["based_on"], begun["files"][0]["own"]) == ("new", 0, True)
    (item,) = [one for one in chief.get("/studio").json()["items"] if one["key"] == "site-visit"]
    assert (item["version"], item["draft"]) == (0, True)
    assert chief.get("/studio/site-visit").json()["name"] == "现场参观"
    rules = {
        one["rule"]
        for one in chief.post("/studio/site-visit/draft/check", {}).json()["findings"]
        if one["severity"] == "error"
    }
    assert rules == {"assigned", "user-task-form"}

    foreign = (
        TRIP.decode("utf-8")
        .replace('id="trip"', 'id="journey"')
        .replace('processRef="trip"', 'processRef="journey"')
        .replace(
            "<definitions ", '<definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
        )
        .replace("<userTask ", '<userTask camunda:assignee="demo" ', 1)
        .replace('encoding="UTF-8"', 'encoding="UTF-16"')
        .encode("utf-16")
    )
    brought = chief.upload("/studio/imports", "file", "journey.bpmn", foreign).json()
    assert 'camunda:assignee="demo"' in brought["files"][0]["text"]
    said = chief.post("/studio/journey/draft/check", {}).json()["findings"]
    assert any("camunda" in one["en"] and one["line"] for one in said)
    assert chief.upload("/studio/imports", "file", "x.bpmn", b"<html/>").status_code == 422

    # What no expression of ours can read is drawn all the same, and said.
    unreadable = FOREIGN.read_bytes()
    assert chief.upload("/studio/imports", "file", "t.bpmn", unreadable).json()["key"] == "travel"
    rules = {one["rule"] for one in chief.post("/studio/travel/draft/check", {}).json()["findings"]}
    assert {"feel-only", "foreign-behaviour"} <= rules


def test_studio_lists_draws_and_reads_expressions(browse: Browse, runtime: Runtime) -> None:
    chief = browse("office-director")
    runtime.start("trip", {"reason": "x"}, runtime.person("salesperson"))

    (trip,) = chief.get("/studio").json()["items"]
    assert (trip["running"], trip["incidents"], trip["overdue"], trip["mine"]) == (1, 0, 0, False)
    shown = chief.get("/studio/trip").json()
    assert shown["forms"] == [{"id": "trip", "name": "", "name_en": ""}]  # it has no title
    assert shown["head"] is None
    choices = chief.get("/studio/trip/choices").json()
    assert choices["forms"] == ["trip"]
    assert any(one["id"] == "office-director" for one in choices["roles"])
    drawn = chief.post("/studio/trip/layout", {"xml": shown["xml"]}).json()["xml"]
    assert "BPMNShape" in drawn
    assert chief.post("/studio/trip/expression", {"text": "a + 1"}).json()["zh"] is None
    wrong = chief.post("/studio/trip/expression", {"text": "a +"}).json()
    assert (wrong["line"], bool(wrong["en"])) == (1, True)
    assert browse("warehouse-keeper").get("/studio").status_code == 403


@pytest.mark.usefixtures("owners")
def test_owner_of_one_process_begins_no_other(browse: Browse) -> None:
    owner = browse("hr-admin")

    assert owner.post("/studio/drafts", NEW).status_code == 403
    assert owner.get("/studio/parameters").status_code in {403, 404}
    assert [one["key"] for one in owner.get("/studio").json()["items"]] == ["trip"]


def test_forms_and_tables_are_told_by_their_names(runtime: Runtime) -> None:
    tools = runtime.studio.tools
    form = StudioFile(name="a.form", text=_titled({"title": "申请", "titleEn": "Request"}))
    shipped = processes_dir() / "procurement" / "d-proc-2.dmn"
    table = StudioFile(name="d.dmn", text=shipped.read_text(encoding="utf-8"))
    broken = StudioFile(name="b.form", text="{")

    found = [tools.titles_in(one) for one in (form, table, broken)]

    assert found == [
        {("form", "trip"): ("申请", "Request")},
        {("decision", "D-PROC-2"): ("审批额度", "审批额度")},
        {},
    ]


def _titled(properties: dict[str, str]) -> str:
    return json.dumps(json.loads(trip_form()) | {"properties": properties})
