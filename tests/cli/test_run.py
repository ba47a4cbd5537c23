"""`guicheng run`: a diagram tried out in memory, from steps and from answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from engine.cli.main import app
from tests.docs.pages import ROOT

EXAMPLE = ROOT / "docs/examples/run"
TRIP = EXAMPLE / "trip.bpmn"
AT = ("--clock", "2026-11-23T09:00")


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, ["run", *arguments], input=given, catch_exceptions=False)


def played(tmp_path: Path, *steps: dict[str, Any], file: Path = TRIP) -> tuple[int, Any]:
    """The exit code and the first case after these steps."""
    script = tmp_path / "steps.yaml"
    script.write_text(json.dumps(list(steps)), encoding="utf-8")
    result = run(str(file), "--script", str(script), *AT, "--json")
    answer = json.loads(result.stdout)
    return result.exit_code, answer["cases"][0] if answer.get("cases") else answer


def test_example_of_the_reference_plays_as_it_says() -> None:
    result = run(str(TRIP), "--script", str(EXAMPLE / "trip.yaml"), *AT)

    assert result.exit_code == 0, result.output
    assert "→ f3" in result.stdout
    assert "11-25 09:00:00" in result.stdout  # the second reminder, at its own time
    assert "Outcome: completed" in result.stdout


@pytest.mark.parametrize(
    ("step", "code", "outcome", "ends"),
    [
        ({"complete": "approve"}, 6, "incident", []),  # nothing was decided
        ({"complete": "approve", "data": {"decision": "no"}}, 0, "completed", ["refused"]),
        ({"error": "approve", "code": "NO-BUDGET"}, 0, "completed", ["unpaid"]),
        ({"error": "approve", "code": "OTHER"}, 5, "error", []),
        ({"message": "called off"}, 0, "completed", ["canceled"]),
        ({"terminate": "x"}, 4, "terminated", []),
        ({"clock": "PT1H"}, 3, "active", []),
    ],
)
def test_exit_code_is_the_outcome(
    tmp_path: Path, step: dict[str, Any], code: int, outcome: str, ends: list[str]
) -> None:
    exit_code, case = played(tmp_path, step)

    assert (exit_code, case["outcome"], case["end_events"]) == (code, outcome, ends)


def test_trace_tells_elements_flows_with_reasons_and_variables(tmp_path: Path) -> None:
    _, case = played(tmp_path, {"complete": "approve", "data": {"decision": "agree"}})

    told = [line["zh"] for line in case["trace"]]
    assert '→ f3 (decision = "agree")' in told
    assert "数据更新：decision = agree" in told
    assert case["variables"] == {"decision": "agree"}
    types = [line["type"] for line in case["trace"]]
    assert (types[0], types[-1]) == ("InstanceStarted", "InstanceCompleted")


def test_step_that_goes_otherwise_ends_the_run(tmp_path: Path) -> None:
    exit_code, _ = played(tmp_path, {"expect": {"open": ["other"]}}, {"complete": "approve"})

    assert exit_code == 2


@pytest.mark.parametrize(
    "script", ["steps: 1", "- {dance: x}", "- {complete: a, dance: 1}", "{", "- x", "a: b"]
)
def test_file_that_holds_no_steps_is_refused(tmp_path: Path, script: str) -> None:
    file = tmp_path / "steps.yaml"
    file.write_text(script, encoding="utf-8")

    result = run(str(TRIP), "--script", str(file))

    assert result.exit_code == 1
    assert "Error" in result.stderr


def test_answers_lead_through_the_diagram() -> None:
    answers = '9\nt\nP1D\nm\nnobody waits\n\n{}\n1\n{"decision": "agree"}\n'

    result = run(str(TRIP), *AT, given=answers)

    assert result.exit_code == 0, result.output
    assert "completed (reminded, approved)" in result.stdout
    assert "Not possible" in result.stderr


@pytest.mark.parametrize("given", ["q\n", ""])
def test_leaving_the_prompt_leaves_the_case_active(given: str) -> None:
    assert run(str(TRIP), *AT, given=given).exit_code == 3


def test_called_process_of_the_same_folder_is_found(tmp_path: Path) -> None:
    calls = '<process id="p"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="c"/>'
    calls += '<callActivity id="c" calledElement="q"/></process>'
    called = calls.replace('id="p"', 'id="q"')
    called = called.replace("callActivity", "task").replace(' calledElement="q"', "")
    for name, process in (("p", calls), ("q", called), ("unused", "<process")):
        text = f'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">{process}'
        (tmp_path / f"{name}.bpmn").write_text(f"{text}</definitions>", encoding="utf-8")

    exit_code, case = played(tmp_path, file=tmp_path / "p.bpmn")

    assert (exit_code, case["outcome"]) == (0, "completed")


def test_process_is_chosen_by_its_id(tmp_path: Path) -> None:
    result = run(str(TRIP), "--process", "other")

    assert result.exit_code == 1
    assert "Expected a process other" in result.stderr


def test_moment_that_is_none_is_refused() -> None:
    assert run(str(TRIP), "--clock", "soon").exit_code == 1


def test_deadlock_is_said(tmp_path: Path) -> None:
    """A parallel join waits for the way that the exclusive gateway did not take."""
    flows = ("s x", "x a", "x b", "a j", "b j", "j e")
    drawn = "".join(
        f'<sequenceFlow id="{one[0]}{one[-1]}" sourceRef="{one[0]}" targetRef="{one[-1]}">'
        + ("<conditionExpression>n > 1</conditionExpression>" if one == "x a" else "")
        + "</sequenceFlow>"
        for one in flows
    )
    file = tmp_path / "p.bpmn"
    file.write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
        '<startEvent id="s"/><exclusiveGateway id="x" default="xb"/><task id="a"/><task id="b"/>'
        f'<parallelGateway id="j"/><endEvent id="e"/>{drawn}</process></definitions>',
        encoding="utf-8",
    )

    exit_code, case = played(tmp_path, {"start": "p", "data": {"n": 2}}, file=file)

    assert (exit_code, case["outcome"], case["open"]) == (6, "incident", [])
    assert [one["element_id"] for one in case["incidents"]] == ["j"]


def test_activities_of_an_ad_hoc_sub_process_are_offered(tmp_path: Path) -> None:
    file = tmp_path / "p.bpmn"
    file.write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:guicheng="urn:guicheng:bpmn:1"><process id="p"><startEvent id="s"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="h"/><adHocSubProcess id="h">'
        '<extensionElements><guicheng:assignment kind="initiator"/></extensionElements>'
        '<task id="a"/><userTask id="b"/></adHocSubProcess></process></definitions>',
        encoding="utf-8",
    )

    result = run(str(file), given="a\na\na\n1\nb\n2\n{}\nf\n")

    assert "1  h  h  (a, b)" in result.stdout
    assert result.exit_code == 0, result.output
