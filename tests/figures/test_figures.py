"""Figures: parameters and the numbers of decision tables, changed without touching the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from api.deps import House
from api.settings import Settings
from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock
from engine.core.people import Person
from engine.errors import InvalidCommand, InvalidState, NotPermitted
from engine.figures.desk import FigureDesk
from engine.figures.model import FigureChange

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:t">
  <process id="buy" name="申购" isExecutable="true" guicheng:nameEn="Buy"
           guicheng:variables="total">
    <startEvent id="s"/>
    <businessRuleTask id="none" guicheng:decisionId="D-T-1" guicheng:resultVariable="level"/>
    <intermediateCatchEvent id="w"><timerEventDefinition id="wt">
      <timeDuration xsi:type="tFormalExpression">parameters.pause</timeDuration>
    </timerEventDefinition></intermediateCatchEvent>
    <endEvent id="e"/>
    <sequenceFlow id="a" sourceRef="s" targetRef="none"/>
    <sequenceFlow id="b" sourceRef="none" targetRef="w"/>
    <sequenceFlow id="c" sourceRef="w" targetRef="e"/>
  </process>
</definitions>"""
TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<!-- kept -->
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="t" name="t" namespace="urn:t">
  <decision id="D-T-1" name="额度">
    <variable name="额度"/>
    <decisionTable id="dt" hitPolicy="UNIQUE">
      <input id="i" label="总额"><inputExpression typeRef="number"><text>total</text>
      </inputExpression></input>
      <output id="o" label="费用" name="fee" typeRef="number"/>
      <rule id="low"><description>PROC-016 小额</description>
        <inputEntry id="c1"><text>(-5..300]</text></inputEntry>
        <outputEntry id="c2"><text>10</text></outputEntry></rule>
      <rule id="high"><description>PROC-017 大额（默认）</description>
        <inputEntry id="c3"><text>(300..3000]</text></inputEntry>
        <outputEntry id="c4"><text>20</text></outputEntry></rule>
      <rule id="rest"><inputEntry id="c5"><text>&lt;= -5, &gt; 3000</text></inputEntry>
        <outputEntry id="c6"><text>null</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""
PARAMETERS = """# 一个说明
parameters:
  pause:
    value: P1D        # 停一天
    unit: duration
    clauses: [PROC-001]
    origin: default
    zh: 间隔
    en: Pause
  share: {value: 2.5, unit: percent, origin: company, zh: 比例, en: Share}
  places: {value: [a, 乙], unit: departments, zh: 部门, en: Places}
  open: {value: true, zh: 开放, en: Open}
  variant:
    value: company
    options: {company: {zh: 本公司, en: Own}, hotel: {zh: 酒店, en: Hotel}}
    zh: 变体
    en: Variant
"""


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    runtime = open_runtime("memory:", Options(clock=FixedClock(NOON)))
    files = [("buy.bpmn", PROCESS), ("t.dmn", TABLE), ("parameters.yaml", PARAMETERS)]
    runtime.deploy([(name, text.encode()) for name, text in files], runtime.person("admin"))
    yield runtime
    runtime.close()


@pytest.fixture
def desk(runtime: Runtime) -> FigureDesk:
    return House.of(runtime, Settings(database_url="memory:")).figures


@pytest.fixture
def owner(runtime: Runtime) -> Person:
    return runtime.person("office-director")


def _change(figure: str, was: str, value: str) -> list[FigureChange]:
    return [FigureChange(id=figure, was=was, value=value)]


def test_figures_tell_value_unit_clauses_origin_and_users(desk: FigureDesk) -> None:
    found = {one.id: one for one in desk.all()}

    assert list(found) == [
        "parameters.pause",
        "parameters.share",
        "parameters.places",
        "parameters.open",
        "parameters.variant",
        "D-T-1/0/1",
        "D-T-1/0/2",
        "D-T-1/0/3",
        "D-T-1/1/low",
        "D-T-1/1/high",
    ]
    pause, limit = found["parameters.pause"], found["D-T-1/0/2"]
    assert (pause.value, pause.unit, pause.clauses, pause.company, pause.users) == (
        "P1D",
        "duration",
        ("PROC-001",),
        False,
        ("buy",),
    )
    assert [one.value for one in found.values() if one.kind == "limit"] == ["-5", "300", "3000"]
    assert (limit.rows, limit.users, limit.company) == (("low", "high"), ("buy",), False)
    assert limit.clauses == ("PROC-016", "PROC-017")
    assert found["D-T-1/1/low"].company
    assert found["parameters.places"].value == "a, 乙"


def test_limit_changes_in_every_row_and_nothing_else_does(
    desk: FigureDesk, runtime: Runtime, owner: Person
) -> None:
    desk.change(_change("D-T-1/0/2", "300", "500"), "办公会决定", owner)

    digest = runtime.store.latest("decision", "D-T-1")
    artifact = runtime.store.artifact(str(digest))
    assert artifact is not None
    written = artifact.content.decode()
    assert "<text>(-5..500]</text>" in written
    assert "<text>(500..3000]</text>" in written
    assert "300]" not in written
    assert "<!-- kept -->" in written
    assert runtime.decide("D-T-1", {"total": 400}).output == 10
    assert [(one.value, one.note, one.by) for one in desk.history("D-T-1/0/2")] == [
        ("500", "办公会决定", "office-director"),
        ("300", "", "admin"),
    ]
    assert len(desk.history("D-T-1/0/3")) == 1  # the publication left the other limit as it was


def test_parameters_change_in_place_with_their_comments(
    desk: FigureDesk, runtime: Runtime, owner: Person
) -> None:
    changes = [
        *_change("parameters.pause", "P1D", "P2D"),
        *_change("parameters.share", "2.5", "3"),
        *_change("parameters.places", "a, 乙", "a，丙"),
        *_change("parameters.open", "true", "false"),
        *_change("parameters.variant", "company", "hotel"),
    ]
    desk.change(changes, "", owner)

    artifact = runtime.store.artifact(str(runtime.store.latest("parameters", "parameters")))
    assert artifact is not None
    assert artifact.content.decode() == (
        PARAMETERS.replace("value: P1D  ", 'value: "P2D"  ')
        .replace("value: 2.5", "value: 3")
        .replace("[a, 乙]", '["a", "丙"]')
        .replace("value: true", "value: false")
        .replace("value: company", 'value: "hotel"')
    )


def test_value_that_cannot_be_is_refused_and_nothing_is_published(
    desk: FigureDesk, runtime: Runtime, owner: Person
) -> None:
    before = runtime.store.generation()
    for figure, was, value, said in (
        ("parameters.pause", "P1D", "soon", "时长"),
        ("parameters.share", "2.5", "101", "不能大于 100"),
        ("parameters.share", "2.5", "-1", "不能小于 0"),
        ("parameters.share", "2.5", "1e3", "数字"),
        ("parameters.share", "2.5", "", "应有值"),
        ("parameters.open", "true", "maybe", "是或否"),
        ("parameters.variant", "company", "school", "之一"),
        ("D-T-1/0/2", "300", "3000", "从小到大"),
        ("D-T-1/0/2", "300", "abc", "数字"),
        ("parameters.share", "2.5", "2.5", "没有改动"),
        ("parameters.none", "1", "2", "没有数字"),
    ):
        with pytest.raises(InvalidCommand) as refused:
            desk.change(_change(figure, was, value), "", owner)
        assert said in refused.value.text.zh
    assert runtime.store.generation() == before


def test_figure_that_somebody_changed_meanwhile_is_refused(desk: FigureDesk, owner: Person) -> None:
    desk.change(_change("parameters.share", "2.5", "3"), "", owner)
    with pytest.raises(InvalidState):
        desk.change(_change("parameters.share", "2.5", "4"), "", owner)


def test_who_owns_no_process_changes_no_figure(desk: FigureDesk, runtime: Runtime) -> None:
    with pytest.raises(NotPermitted):
        desk.change(_change("parameters.share", "2.5", "3"), "", runtime.person("salesperson"))
    assert desk.figure("parameters.share").value == "2.5"
