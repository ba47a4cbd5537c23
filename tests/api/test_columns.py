"""A column of a sub-table that a step hides is in no answer, and nobody there can write it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from engine.bootstrap import Runtime
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]

PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:guicheng="urn:guicheng:bpmn:1" targetNamespace="t">
  <process id="quote" name="询价" isExecutable="true">
    <startEvent id="asked" guicheng:formId="quote"/>
    <sequenceFlow id="f0" sourceRef="asked" targetRef="check"/>
    <userTask id="check" name="核对" guicheng:formId="quote">
      <extensionElements>
        <guicheng:assignment kind="user" value="sales-manager"/>
        <guicheng:fieldRight field="items" access="edit"/>
        <guicheng:fieldRight field="items.price" access="hide"/>
      </extensionElements>
    </userTask>
    <sequenceFlow id="f1" sourceRef="check" targetRef="cheap"/>
    <exclusiveGateway id="cheap" name="便宜？" default="f3"/>
    <sequenceFlow id="f2" sourceRef="cheap" targetRef="end">
      <conditionExpression>items[1].price &lt; 10</conditionExpression></sequenceFlow>
    <sequenceFlow id="f3" sourceRef="cheap" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>"""
FORM = {
    "type": "default",
    "schemaVersion": 19,
    "id": "quote",
    "components": [
        {
            "type": "dynamiclist",
            "path": "items",
            "id": "l",
            "components": [
                {"type": "textfield", "key": "name", "label": "品名", "id": "n"},
                {"type": "number", "key": "price", "label": "单价", "id": "p"},
            ],
        }
    ],
}
ROWS = [{"name": "pen", "price": 4711}, {"name": "ink", "price": 4712}]


@pytest.fixture
def case(runtime: Runtime, browse: Browse) -> str:
    files = [("quote.bpmn", PROCESS.encode()), ("quote.form", json.dumps(FORM).encode())]
    runtime.deploy(files, runtime.person("admin"), draft=True)
    answer = browse("admin").post("/definitions/quote/start", {"variables": {"items": ROWS}})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_hidden_column_is_in_no_answer(browse: Browse, case: str) -> None:
    head = browse("sales-manager")
    (item,) = head.get("/worklist").json()["items"]
    answers = [
        head.get(f"/work-items/{item['id']}"),
        head.get(f"/work-items/{item['id']}/prediction"),
        head.get(f"/instances/{case}"),
        head.get(f"/instances/{case}/history"),
    ]
    head.post(
        f"/work-items/{item['id']}/complete",
        {"data": {"items": [{"name": "pen"}, {"name": "ink"}]}},
    )
    answers += [
        head.get(f"/work-items/{item['id']}"),
        head.get(f"/instances/{case}"),
        head.get(f"/instances/{case}/history"),
        head.get(f"/instances/{case}/diagram"),
        head.get(f"/instances/{case}/outcome"),
    ]

    for answer in answers:
        assert answer.status_code == 200, answer.text
        assert "4711" not in answer.text, answer.url
        assert "4712" not in answer.text, answer.url
    assert "pen" in answers[2].text
    assert "4711" in browse("admin").get(f"/instances/{case}").text


def test_hidden_column_cannot_be_written_and_stays_as_it_is(
    browse: Browse, runtime: Runtime, case: str
) -> None:
    head = browse("sales-manager")
    (item,) = head.get("/worklist").json()["items"]
    place = f"/work-items/{item['id']}/complete"

    written = head.post(place, {"data": {"items": [{"name": "pen", "price": 1}, {"name": "ink"}]}})

    assert written.status_code == 422
    assert [one["path"] for one in written.json()["fields"]] == ["items[0].price"]
    changed = head.post(place, {"data": {"items": [{"name": "pencil"}, {"name": "ink"}]}})
    assert changed.status_code == 200
    rows = runtime.live(case).variables()["items"]
    assert [(row["name"], int(row["price"])) for row in rows] == [("pencil", 4711), ("ink", 4712)]
