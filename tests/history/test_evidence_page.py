"""The page of a file of evidence: words for those who have no server, and nothing that runs."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from html import escape

import pytest
from lxml import html

from engine import Engine, open_engine
from engine.bootstrap import Options, shipped_organisation
from engine.clock import FixedClock
from engine.evidence import check_evidence, evidence
from engine.scenarios.player import office_time
from tests.hostile_texts import CALL, PAYLOADS

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
  <process id="ask" name="{process}" isExecutable="true">
    <startEvent id="begin" guicheng:formId="answer"/>
    <sequenceFlow id="a" sourceRef="begin" targetRef="review"/>
    <userTask id="review" name="{task}" guicheng:formId="answer">
      <extensionElements><guicheng:assignment kind="user" value="salesperson"/></extensionElements>
    </userTask>
    <sequenceFlow id="b" sourceRef="review" targetRef="agreed"/>
    <exclusiveGateway id="agreed" default="no"/>
    <sequenceFlow id="yes" sourceRef="agreed" targetRef="done">
      <conditionExpression xsi:type="tFormalExpression">verdict = "ok"</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="no" sourceRef="agreed" targetRef="done"/>
    <endEvent id="done"/>
  </process>
</definitions>
"""


def form(label: str, option: str) -> bytes:
    choice = {"type": "select", "id": "v", "key": "verdict", "label": label}
    who = {"type": "textfield", "id": "w", "key": "who_is_asked", "label": "请教何人"}
    said = {"type": "textarea", "id": "s", "key": "said", "label": "说明"}
    components = [{**choice, "values": [{"value": "ok", "label": option}]}, who, said]
    return json.dumps(
        {"type": "default", "id": "answer", "schemaVersion": 16, "components": components}
    ).encode()


@pytest.fixture
def page() -> Iterable[Callable[..., html.HtmlElement]]:
    """The page of a case of a diagram and a form in these words, with what was said in it."""
    options = Options(organisation=shipped_organisation())
    clock = FixedClock(office_time("2026-11-23T09:00"))
    with open_engine("memory:", clock=clock, options=options) as engine:
        yield lambda **words: _page(engine, **words)


def _page(
    engine: Engine, process: str, task: str, label: str, option: str, said: str
) -> html.HtmlElement:
    runtime = engine.runtime
    diagram = DIAGRAM.format(process=escape(process), task=escape(task)).encode()
    files = [("ask.bpmn", diagram), ("answer.form", form(label, option))]
    runtime.deploy(files, runtime.person("admin"), draft=True)
    filled = {"verdict": "ok", "who_is_asked": "gm", "said": said}
    case = engine.start("ask", filled, by="admin").id
    (item,) = engine.worklist(instance=case)
    engine.complete(item.id, {}, by="salesperson")
    packed = evidence(runtime, case)
    assert all(one.passed for one in check_evidence(packed))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return html.fromstring(archive.read("case.html").decode())


def test_page_says_words_with_the_codes_of_the_record_beside_them(
    page: Callable[..., html.HtmlElement],
) -> None:
    told = page(process="请示", task="答复", label="答复意见", option="照办", said="可以")

    text = " ".join(told.text_content().split())
    codes = [one.text_content() for one in told.xpath("//*[@class='code']")]
    assert "答复意见 verdict: 照办 ok" in text
    assert "请教何人 who_is_asked: 周启明 gm" in text
    assert "“排他网关” → “结束” agreed → done" in text
    assert "说明 said: 可以" in text
    assert {"verdict", "ok", "gm", "review", 'verdict = "ok"'} <= set(codes)


def test_page_holds_sixty_hostile_texts_and_none_can_run(
    page: Callable[..., html.HtmlElement],
) -> None:
    task, label, option, process = PAYLOADS[5], PAYLOADS[16], PAYLOADS[27], PAYLOADS[38]
    told = page(process=process, task=task, label=label, option=option, said="\n".join(PAYLOADS))

    text = told.text_content()
    assert all(one in text for one in (*PAYLOADS, task, label, option, process))
    assert text.count(CALL) > len(PAYLOADS)
    assert {one.tag for one in told.iter()} <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "p", "b", "div", "span"),
        *("table", "thead", "tbody", "tr", "th", "td", "br", "code", "del", "ins"),
    }
    attributes = {name for one in told.iter() for name in one.attrib}
    assert attributes == {"lang", "charset", "http-equiv", "content", "class"}
    (policy,) = told.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    assert "script" not in policy
