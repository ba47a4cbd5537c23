"""A case that is stuck: seen, corrected and tried again, or ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine import open_engine
from engine.cli.main import app
from engine.core.commands import FireTimer
from engine.core.ids import InstanceId, TimerId
from tests.cli.conftest import Terminal

STUCK = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
  <process id="choice" name="选择" isExecutable="true" guicheng:nameEn="Choice">
    <startEvent id="begin" guicheng:formId="choice"/>
    <sequenceFlow id="f1" sourceRef="begin" targetRef="which"/>
    <exclusiveGateway id="which" name="哪一边？"/>
    <sequenceFlow id="left" sourceRef="which" targetRef="done">
      <conditionExpression>side = "left"</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="right" sourceRef="which" targetRef="done">
      <conditionExpression>side = "right"</conditionExpression>
    </sequenceFlow>
    <endEvent id="done"/>
  </process>
</definitions>
"""
FORM = """{"type": "default", "schemaVersion": 19, "id": "choice", "components": [
  {"type": "textfield", "id": "side", "key": "side", "label": "哪一边"}]}"""


@pytest.fixture
def stuck(terminal: Terminal, tmp_path: Path) -> dict:
    """A case whose gateway has no true branch."""
    folder = tmp_path / "choice"
    folder.mkdir()
    (folder / "choice.bpmn").write_text(STUCK, encoding="utf-8")
    (folder / "choice.form").write_text(FORM, encoding="utf-8")
    terminal.json("deploy", str(folder))
    return terminal.json("start", "choice", "--as", "gm", "--data", '{"side": "up"}')


def test_stuck_case_is_shown_with_its_reason(terminal: Terminal, stuck: dict) -> None:
    case = stuck["case"]["id"]

    [found] = terminal.json("incidents", case)

    assert stuck["case"]["open_incidents"] == 1
    assert found["id"] == stuck["incidents"][0]["id"]
    assert found["element_id"] == "which"
    assert found["id"] in terminal.run("incidents").stdout
    assert terminal.json("incidents", "no-such", exit_code=1)["error"] == "NotFound"


def test_retry_goes_on_with_the_corrected_variable(terminal: Terminal, stuck: dict) -> None:
    incident = stuck["incidents"][0]["id"]
    line = ["retry", incident, "--data", '{"side": "left"}', "--reason", "问过本人"]

    refused = terminal.json(*line, "--as", "salesperson", exit_code=1)
    after = terminal.json(*line, "--as", "office-director")

    assert refused["error"] == "NotPermitted"
    assert after["case"]["status"] == "completed"
    assert after["incidents"] == []
    assert "none" in terminal.run("incidents").stdout
    assert terminal.json("replay", stuck["case"]["id"])["equal"] == 1


def test_case_is_ended_by_an_administrator_with_a_reason(terminal: Terminal, stuck: dict) -> None:
    line = ["terminate", stuck["case"]["id"], "--reason", "重复提交"]

    refused = terminal.json(*line, "--as", "gm", exit_code=1)
    after = terminal.json(*line, "--as", "admin")

    assert refused["error"] == "NotPermitted"
    assert after["case"]["status"] == "terminated"
    assert "重复提交" in json.dumps(
        terminal.json("history", stuck["case"]["id"]), ensure_ascii=False
    )


def test_case_under_quarantine_is_listed_and_released(terminal: Terminal, stuck: dict) -> None:
    case = stuck["case"]["id"]
    with open_engine(f"sqlite:///{terminal.file}") as engine:
        command = FireTimer(instance_id=InstanceId(case), timer_id=TimerId(f"{case}-t1"))
        engine.runtime.worker.quarantine.put(command, "fire:1", RuntimeError("secret"))

    [alone] = terminal.json("quarantine")
    refused = terminal.json("lift", case, "--as", "gm", "--reason", "x", exit_code=1)
    terminal.run("lift", case, "--as", "admin", "--reason", "已修复")

    assert (alone["instance_id"], alone["name"]) == (case, "FireTimer")
    assert refused["error"] == "NotPermitted"
    assert "none" in terminal.run("quarantine").stdout


def batch(terminal: Terminal, *words: str) -> dict:
    line = ["batch", *words, "--as", "admin", "--json", "-d", f"sqlite:///{terminal.file}"]
    found: dict = json.loads(CliRunner().invoke(app, line, catch_exceptions=False).stdout)
    return found


def test_batch_does_exactly_what_its_preview_showed(terminal: Terminal, stuck: dict) -> None:
    case = stuck["case"]["id"]
    shown = batch(terminal, "preview", "suspend", "--process", "choice", "--older-than", "0")
    found = shown["batch"]
    assert [(one["instance_id"], one["status"]) for one in shown["items"]] == [(case, "waiting")]

    done = batch(terminal, "run", found["id"], "--digest", found["digest"], "--reason", "盘点")

    assert done["batch"]["counts"] == {"done": 1}
    assert batch(terminal, "list")[0]["reason"] == "盘点"
    assert batch(terminal, "show", found["id"])["items"][0]["status"] == "done"
    assert batch(terminal, "stop", found["id"])["error"] == "InvalidState"
