"""Drafts: deployed to be tried out, seen and started by who may publish, replacing nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import API, TRIP, Browser

SKETCH = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:guicheng="urn:guicheng:bpmn:1" targetNamespace="urn:guicheng:tests">
  <process id="sketch" name="sketch" isExecutable="true">
    <startEvent id="begin"/>
    <userTask id="look" guicheng:formId="not-drawn-yet">
      <extensionElements><guicheng:assignment kind="role" value="gm"/></extensionElements>
    </userTask>
    <endEvent id="done"/>
    <sequenceFlow id="f1" sourceRef="begin" targetRef="look"/>
    <sequenceFlow id="f2" sourceRef="look" targetRef="done"/>
  </process>
</definitions>"""

Browse = Callable[[str], Browser]


def deploy(browser: Browser, content: bytes, *, draft: bool = True) -> Any:
    return browser.client.post(
        f"{API}/deployments",
        files={"files": ("a.bpmn", content)},
        data={"draft": str(draft).lower()},
        headers={"X-CSRF-Token": browser.csrf},
    )


def test_draft_warns_of_what_publishing_would_refuse(browse: Browse) -> None:
    owner = browse("office-director")

    drafted = deploy(owner, SKETCH).json()

    assert drafted["draft"]
    assert [(one["key"], one["draft"]) for one in drafted["definitions"]] == [("sketch", True)]
    assert {one["severity"] for one in drafted["findings"]} == {"warning"}
    refused = deploy(owner, SKETCH, draft=False)
    assert refused.status_code == 422
    assert "form-exists" in {one["rule"] for one in refused.json()["findings"]}


def test_draft_names_what_of_other_tools_is_not_run(browse: Browse) -> None:
    """An automatic task without a connector passes; the task of another engine goes to us."""
    foreign = SKETCH.replace(
        b'<endEvent id="done"/>',
        b'<serviceTask id="done" xmlns:x="http://camunda.org/schema/1.0/bpmn" x:class="a.B"/>',
    )

    drafted = deploy(browse("admin"), foreign).json()
    case = browse("admin").post("/definitions/sketch/start", {"variables": {}}).json()
    (item,) = browse("gm").get("/worklist").json()["items"]
    browse("gm").post(f"/work-items/{item['id']}/complete", {"data": {}})

    rules = {one["rule"] for one in drafted["findings"]}
    assert {"known-connector", "foreign-behaviour"} <= rules
    assert browse("admin").get(f"/instances/{case['id']}").json()["status"] == "completed"


def test_draft_with_a_broken_structure_is_refused(browse: Browse) -> None:
    refused = deploy(browse("admin"), SKETCH.replace(b'targetRef="done"', b'targetRef="gone"'))

    assert refused.status_code == 422


def test_draft_is_started_and_its_task_takes_any_data(browse: Browse) -> None:
    deploy(browse("admin"), SKETCH)
    case = browse("admin").post("/definitions/sketch/start", {"variables": {"a": 1}}).json()
    gm = browse("gm")
    (item,) = gm.get("/worklist").json()["items"]

    shown = gm.get(f"/work-items/{item['id']}").json()
    done = gm.post(f"/work-items/{item['id']}/complete", {"data": {"b": {"c": 2}}}).json()

    assert shown["form"]["components"] == []
    assert done["instance"]["status"] == "completed"
    assert [one["id"] for one in done["instance"]["end_events"]] == ["done"]
    assert gm.get(f"/instances/{case['id']}").json()["variables"] == {"a": 1, "b": {"c": 2}}


def test_draft_is_hidden_from_who_may_not_publish(browse: Browse) -> None:
    deploy(browse("admin"), SKETCH)
    clerk = browse("salesperson")

    assert clerk.get("/definitions", drafts=True).json()["items"] == []
    assert clerk.get("/definitions/sketch").status_code == 404
    assert clerk.post("/definitions/sketch/start", {"variables": {}}).status_code == 404
    drafts = browse("office-director").get("/definitions", drafts=True).json()["items"]
    assert [one["key"] for one in drafts] == ["sketch"]
    assert "sketch" not in [one["key"] for one in clerk.get("/definitions").json()["items"]]


def test_draft_of_a_published_process_leaves_it_as_it_is(browse: Browse) -> None:
    admin = browse("admin")
    changed = TRIP.replace('name="订票"'.encode(), 'name="买票"'.encode())

    deploy(admin, changed)

    assert "买票" not in admin.get("/definitions/trip").json()["xml"]
    assert "买票" in admin.get("/definitions/draft:trip").json()["xml"]
    started = admin.post("/definitions/draft:trip/start", {"variables": {"reason": "x", "days": 1}})
    assert started.status_code == 201
    diagram = admin.get(f"/instances/{started.json()['id']}/diagram").json()
    assert "买票" in diagram["processes"][0]["xml"]


@pytest.mark.parametrize("login", ["salesperson", "auditor"])
def test_draft_is_deployed_only_by_who_may_publish(browse: Browse, login: str) -> None:
    assert deploy(browse(login), SKETCH).status_code == 403


def test_case_of_a_draft_is_loaded_again_from_the_log(browse: Browse, runtime: Any) -> None:
    deploy(browse("admin"), SKETCH)
    case = browse("admin").post("/definitions/sketch/start", {"variables": {}}).json()
    runtime.cache.clear()

    assert browse("admin").get(f"/instances/{case['id']}").json()["status"] == "active"


UNFINISHED = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:x"
             expressionLanguage="http://www.w3.org/1999/XPath">
  <message id="m" name="answer of the bank"/>
  <process id="unfinished" processType="Public">
    <startEvent id="begin"/><sendTask id="ask" implementation="Java"/><businessRuleTask id="rate"/>
    <subProcess id="later"/>
    <intermediateCatchEvent id="answer"><messageEventDefinition messageRef="m"/>
    </intermediateCatchEvent>
    <exclusiveGateway id="enough" default="f7"/><endEvent id="paid"/><endEvent id="unpaid"/>
    <sequenceFlow id="f1" sourceRef="begin" targetRef="ask"/>
    <sequenceFlow id="f2" sourceRef="ask" targetRef="rate"/>
    <sequenceFlow id="f3" sourceRef="rate" targetRef="later"/>
    <sequenceFlow id="f4" sourceRef="later" targetRef="answer"/>
    <sequenceFlow id="f5" sourceRef="answer" targetRef="enough"/>
    <sequenceFlow id="f6" sourceRef="enough" targetRef="paid">
      <conditionExpression>= amount &gt; 300</conditionExpression></sequenceFlow>
    <sequenceFlow id="f7" sourceRef="enough" targetRef="unpaid"/>
  </process>
</definitions>"""


def test_draft_passes_what_says_nothing_and_keeps_what_a_message_brings(browse: Browse) -> None:
    """Not drawn yet: a message to send, a decision, a sub-process, where the answer goes."""
    admin = browse("admin")
    drafted = deploy(admin, UNFINISHED)
    case = admin.post("/definitions/unfinished/start", {"variables": {}}).json()

    sent = admin.post("/messages", {"name": "answer of the bank", "variables": {"amount": 500}})

    rules = {one["rule"] for one in drafted.json()["findings"]}
    unsaid = {"send-message", "decision-exists", "sub-process-drawn"}
    assert unsaid | {"leading-equals", "expression-language", "unsupported-attribute"} <= rules
    assert sent.status_code == 200
    ended = admin.get(f"/instances/{case['id']}").json()
    assert [one["id"] for one in ended["end_events"]] == ["paid"]
    assert ended["variables"] == {"amount": 500}
    assert deploy(admin, UNFINISHED, draft=False).status_code == 422
