"""The engine as a library: the README's example as it stands there, and the calls of the design."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterator
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.errors import DeploymentRefused, InvalidForm, InvalidState, NotFound, NotPermitted
from tests.scenarios.runner import KEPT

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
AGREED = {"approved": True}
LEAVE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
  <process id="leave" name="请假" isExecutable="true" guicheng:nameEn="Leave"
           guicheng:variables="approved">
    <startEvent id="asked" guicheng:formId="leave"/>
    <sequenceFlow id="f1" sourceRef="asked" targetRef="approve"/>
    <userTask id="approve" name="批准" guicheng:formId="leave">
      <extensionElements>
        <guicheng:assignment kind="role" value="gm"/>
        <guicheng:fieldRights default="edit"/>
      </extensionElements>
    </userTask>
    <sequenceFlow id="f2" sourceRef="approve" targetRef="wait"/>
    <intermediateCatchEvent id="wait" name="次日">
      <timerEventDefinition><timeDuration>duration("P1D")</timeDuration></timerEventDefinition>
    </intermediateCatchEvent>
    <sequenceFlow id="f3" sourceRef="wait" targetRef="done"/>
    <endEvent id="done"/>
  </process>
</definitions>
"""
FORM = """{"type": "default", "schemaVersion": 19, "id": "leave", "components": [
  {"type": "number", "id": "days", "key": "days", "label": "天数", "validate": {"min": 1}},
  {"type": "checkbox", "id": "approved", "key": "approved", "label": "同意"}]}"""


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def engine(tmp_path: Path, clock: FixedClock) -> Iterator[Engine]:
    (tmp_path / "leave.form").write_text(FORM, encoding="utf-8")
    with open_engine(f"sqlite:///{tmp_path / 'cases.db'}", clock=clock) as engine:
        engine.deploy(LEAVE.encode(), tmp_path / "leave.form", by="admin")
        yield engine


def example_of(page: str) -> str:
    text = (ROOT / page).read_text(encoding="utf-8")
    [example] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    return str(example)


def test_example_of_the_readme_is_the_same_but_for_its_comments_in_both_languages() -> None:
    chinese, english = example_of("README.md"), example_of("README.en.md")

    assert ast.dump(ast.parse(chinese)) == ast.dump(ast.parse(english))


def test_example_of_the_readme_runs_as_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = example_of("README.md")
    script = tmp_path / "example.py"
    script.write_text(example, encoding="utf-8")

    with chdir(tmp_path):
        runpy.run_path(str(script))

    assert capsys.readouterr().out == "True True\n"
    assert (tmp_path / "cases.db").is_file()


def test_case_goes_from_start_to_end(engine: Engine, clock: FixedClock) -> None:
    case = engine.start("leave", {"days": 2}, by="salesperson")
    for item in engine.worklist(instance=case.id):
        engine.complete(item.id, AGREED, by=item.candidates[0])
    assert engine.run_due() == 0
    clock.set(datetime(2026, 11, 24, 1, 0, tzinfo=UTC))

    assert engine.run_due() == 1
    assert engine.case(case.id).status == "completed"
    assert engine.variables(case.id)["approved"] is True
    assert engine.worklist(instance=case.id) == ()
    assert engine.verify(case.id).ok
    assert engine.verify().ok
    assert engine.replay(case.id).equal


def test_history_holds_commands_with_the_events_they_led_to(engine: Engine) -> None:
    case = engine.start("leave", {"days": 2}, by="salesperson")

    entries = engine.history(case.id)

    assert entries[0].type == "Command:StartInstance"
    assert entries[0].content.actor.id == "salesperson"
    assert [entry.version for entry in entries] == list(range(1, len(entries) + 1))
    assert "WorkItemCreated" in {entry.type.partition(":")[0] for entry in entries}


def test_claimed_item_belongs_to_one_who_completes_it(engine: Engine) -> None:
    case = engine.start("leave", {"days": 2}, by="salesperson")
    [item] = engine.worklist(instance=case.id)

    engine.claim(item.id, by="gm")
    assert engine.worklist(instance=case.id)[0].assignee == "gm"
    engine.complete(item.id, AGREED, by="gm")

    assert engine.worklist(instance=case.id) == ()


def test_same_command_id_starts_one_case(engine: Engine) -> None:
    first = engine.start("leave", {"days": 2}, by="salesperson", command_id="once")
    second = engine.start("leave", {"days": 2}, by="salesperson", command_id="once")

    assert first.id == second.id


def test_terminated_case_is_over(engine: Engine) -> None:
    case = engine.start("leave", {"days": 2}, by="salesperson")

    engine.terminate(case.id, reason="填错了", by="admin")

    assert engine.case(case.id).status == "terminated"
    with pytest.raises(InvalidState):
        engine.terminate(case.id, reason="再来", by="admin")


def test_what_may_not_be_is_refused_by_kind(engine: Engine) -> None:
    case = engine.start("leave", {"days": 2}, by="salesperson")
    [item] = engine.worklist(instance=case.id)

    with pytest.raises(NotPermitted):
        engine.complete(item.id, AGREED, by="salesperson")
    with pytest.raises(InvalidForm):
        engine.complete(item.id, {"days": "two"}, by="gm")
    for unknown in (
        lambda: engine.case("no-such"),
        lambda: engine.start("no-such", {}, by="gm"),
        lambda: engine.start("leave", {}, by="nobody"),
        lambda: engine.complete("no-such-1", {}, by="gm"),
    ):
        with pytest.raises(NotFound):
            unknown()
    with pytest.raises(DeploymentRefused):
        engine.deploy(b"<x/>", by="admin")
    assert engine.replay(case.id).equal


def test_another_engine_goes_on_where_the_first_stopped(
    tmp_path: Path, engine: Engine, clock: FixedClock
) -> None:
    case = engine.start("leave", {"days": 2}, by="salesperson")
    engine.close()

    with open_engine(f"sqlite:///{tmp_path / 'cases.db'}", clock=clock) as again:
        [item] = again.worklist(instance=case.id)
        again.complete(item.id, AGREED, by="gm")
        assert again.verify(case.id).ok


def test_case_is_replayed_on_what_it_ran_on_and_witnessed_by_the_other(
    tmp_path: Path, engine: Engine, clock: FixedClock
) -> None:
    engine.close()
    url, second = f"sqlite:///{tmp_path / 'cases.db'}", Options(interpreter="spiff")
    with open_engine(url, clock=clock, options=second) as other:
        case = other.start("leave", {"days": 2}, by="salesperson")
        other.complete(other.worklist(instance=case.id)[0].id, AGREED, by="gm")

    with open_engine(url, clock=clock) as again:
        assert again.replay(case.id).equal
        assert again.witness(case.id).agreed
        assert again.witness(case.id, "spiff").no_witness


def test_memory_serves_for_trying_things_out() -> None:
    options = Options(kept=KEPT)
    with open_engine("memory:", clock=FixedClock(NOW), options=options) as engine:
        keys = {one.key for one in engine.deploy_shipped(by="admin").definitions}

    assert "seal-use" in keys
