"""Business rule tasks: the pinned decision sees the variables and the deployed working calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.errors import DeploymentRefused
from tests.dmn.files import decision, definitions, literal

CALENDAR = b"""zone: Asia/Shanghai
weekend: [saturday, sunday]
years:
  2026: {confirmed: true, holidays: {2026-11-24: "x"}, makeup_workdays: {}}
"""
PROCESS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
  <process id="p" name="P" isExecutable="true" guicheng:variables="asked">
    <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="r"/>
    <businessRuleTask id="r" name="R" guicheng:decisionId="due" guicheng:resultVariable="due"/>
    <sequenceFlow id="f2" sourceRef="r" targetRef="e"/><endEvent id="e"/>
  </process></definitions>"""
DUE = definitions(decision("due", literal("workdays after(asked, 1)")))


@pytest.fixture
def engine() -> Iterator[Engine]:
    clock = FixedClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    with open_engine("memory:", options=Options(clock=clock)) as opened:
        yield opened


def _deploy(engine: Engine, *files: tuple[str, bytes]) -> None:
    engine.runtime.deploy(files, engine.runtime.person("admin"))


def test_decision_counts_in_the_deployed_calendar(engine: Engine) -> None:
    _deploy(engine, ("p.bpmn", PROCESS), ("due.dmn", DUE), ("calendar.yaml", CALENDAR))

    case = engine.start("p", {"asked": date(2026, 11, 23)}, by="admin")

    assert engine.variables(case.id)["due"] == date(2026, 11, 25)


def test_decision_may_read_only_variables_of_its_process(engine: Engine) -> None:
    wrong = definitions(decision("due", literal("workdays after(unheard, 1)")))

    with pytest.raises(DeploymentRefused, match="unheard"):
        _deploy(engine, ("p.bpmn", PROCESS), ("due.dmn", wrong), ("calendar.yaml", CALENDAR))
