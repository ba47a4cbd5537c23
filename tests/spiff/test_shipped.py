"""The witness can be the interpreter of a whole server, and the kernel is its witness then.

That it agrees on each shipped scenario, and on every case of the demo, is tested where they are
played.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.bootstrap import KERNEL, SPIFF, Options
from engine.clock import FixedClock
from engine.errors import DeploymentRefused
from engine.scenarios import Scenario, open_registers
from engine.scenarios.player import office_time
from tests.scenarios.runner import (
    ADMINISTRATOR,
    KEPT,
    MOMENTS,
    OPENED_AT,
    ORGANISATION,
    Prepared,
    Run,
    prover,
    shipped_scenarios,
)

SCENARIOS = shipped_scenarios()
SERVED = (
    "phone-approval-stamp-first",
    "not-returned-then-recovered",
    "price-must-equal-list",
    "lax-approval-costs-200",
)
"""Between them: every element kind of the shipped processes, loops, timers, errors, calls and
multi-instance activities."""

LOOP_AROUND_A_JOIN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             id="d" targetNamespace="urn:t">
  <process id="round" name="round" isExecutable="true">
    <startEvent id="s"><outgoing>f1</outgoing></startEvent>
    <exclusiveGateway id="m">
      <incoming>f1</incoming><incoming>f7</incoming><outgoing>f2</outgoing>
    </exclusiveGateway>
    <parallelGateway id="f">
      <incoming>f2</incoming><outgoing>f3</outgoing><outgoing>f4</outgoing>
    </parallelGateway>
    <parallelGateway id="j">
      <incoming>f3</incoming><incoming>f4</incoming><outgoing>f5</outgoing>
    </parallelGateway>
    <exclusiveGateway id="g" default="f6">
      <incoming>f5</incoming><outgoing>f6</outgoing><outgoing>f7</outgoing>
    </exclusiveGateway>
    <endEvent id="e"><incoming>f6</incoming></endEvent>
    <sequenceFlow id="f1" sourceRef="s" targetRef="m"/>
    <sequenceFlow id="f2" sourceRef="m" targetRef="f"/>
    <sequenceFlow id="f3" sourceRef="f" targetRef="j"/>
    <sequenceFlow id="f4" sourceRef="f" targetRef="j"/>
    <sequenceFlow id="f5" sourceRef="j" targetRef="g"/>
    <sequenceFlow id="f6" sourceRef="g" targetRef="e"/>
    <sequenceFlow id="f7" sourceRef="g" targetRef="m">
      <conditionExpression xsi:type="tFormalExpression">1 > 2</conditionExpression>
    </sequenceFlow>
  </process>
</definitions>"""


class SpiffRun(Run):
    """A scenario on a server whose interpreter is SpiffWorkflow."""

    def open(self) -> Engine:
        options = Options(organisation=ORGANISATION, interpreter=SPIFF, kept=KEPT)
        return open_engine(f"sqlite:///{self.database}", clock=self.clock, options=options)


def named(scenario: Scenario) -> str:
    return scenario.id


def disagreements(engine: Engine) -> list[str]:
    """Of the kernel as a witness, and of the replay that it goes along with."""
    cases = engine.runtime.store.instance_ids()
    verdicts = [prover(engine).witness(one, KERNEL) for one in cases]
    return [str(verdict) for verdict in verdicts if not verdict.agreed]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A database that was deployed to and opened on SpiffWorkflow."""
    database = tmp_path_factory.mktemp("served") / "cases.db"
    options = Options(interpreter=SPIFF, kept=KEPT)
    clock = FixedClock(office_time(OPENED_AT))
    with open_engine(f"sqlite:///{database}", clock=clock, options=options) as engine:
        engine.deploy_shipped(by=ADMINISTRATOR)
        open_registers(engine, by=ADMINISTRATOR)
    return Prepared(dict.fromkeys(MOMENTS, database))


@pytest.mark.parametrize("scenario", [one for one in SCENARIOS if one.id in SERVED], ids=named)
def test_server_on_spiff_plays_scenarios_with_restarts_and_the_kernel_agrees(
    scenario: Scenario, served: Prepared, tmp_path: Path
) -> None:
    run = SpiffRun(scenario, served, tmp_path)
    run.play(restarting=True)
    engine = run.player.engine

    assert disagreements(engine) == []
    engine.close()


def test_server_on_spiff_refuses_what_it_cannot_run_faithfully(tmp_path: Path) -> None:
    options = Options(organisation=ORGANISATION, interpreter=SPIFF)
    with (
        open_engine(f"sqlite:///{tmp_path / 'cases.db'}", options=options) as engine,
        pytest.raises(DeploymentRefused) as refused,
    ):
        engine.deploy(LOOP_AROUND_A_JOIN.encode(), by=ADMINISTRATOR)

    assert [(one.rule, one.element_id) for one in refused.value.findings] == [("no-witness", "j")]


def test_witness_names_the_element_from_which_on_it_is_silent(tmp_path: Path) -> None:
    options = Options(organisation=ORGANISATION)
    with open_engine(f"sqlite:///{tmp_path / 'cases.db'}", options=options) as engine:
        engine.deploy(LOOP_AROUND_A_JOIN.encode(), by=ADMINISTRATOR)
        case = engine.start("round", {}, by=ADMINISTRATOR)
        verdict = engine.witness(case.id)

    assert verdict.no_witness
    assert "process round: j: no witness" in verdict.reason
