"""A prediction names the values at which the way changes, and says what it takes for granted."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.core.events import IncidentRaised
from engine.errors import Text
from engine.feel.thresholds import cell_thresholds, thresholds
from engine.forms.assuming import Assumed, Source
from engine.prediction.telling import Telling
from engine.scenarios.player import office_time

PROCESS = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
  <process id="buy" isExecutable="true">
    <startEvent id="start"/>
    <sequenceFlow id="f0" sourceRef="start" targetRef="big"/>
    <exclusiveGateway id="big" default="f2"/>
    <sequenceFlow id="f1" sourceRef="big" targetRef="boss">
      <conditionExpression>amount &gt; 500</conditionExpression></sequenceFlow>
    <sequenceFlow id="f2" sourceRef="big" targetRef="order"/>
    <userTask id="boss"/>
    <sequenceFlow id="f3" sourceRef="boss" targetRef="order"/>
    <userTask id="order"/>
    <sequenceFlow id="f4" sourceRef="order" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>"""


@pytest.fixture
def engine() -> Iterator[Engine]:
    clock = FixedClock(office_time("2026-11-23T09:00"))
    with open_engine("memory:", clock=clock, options=Options()) as opened:
        opened.deploy(PROCESS, by="admin", draft=True)
        yield opened


def test_change_is_told_at_its_exact_value(engine: Engine) -> None:
    told = engine.predict("buy", {"amount": Decimal(500)}, by="admin")

    assert [one.element_id for one in told.steps] == ["order"]
    (change,) = told.changes
    assert (change.condition, change.now, change.tried) == (
        "amount > 500",
        Decimal(500),
        Decimal(501),
    )
    assert [name.zh for name in change.added] == ["boss"]


def test_change_back_is_told_on_the_other_side(engine: Engine) -> None:
    told = engine.predict("buy", {"amount": Decimal(501)}, by="admin")

    assert [one.element_id for one in told.steps] == ["boss", "order"]
    assert [one.condition for one in told.changes] == ["amount <= 500"]
    assert [name.zh for name in told.changes[0].dropped] == ["boss"]


def test_branch_that_cannot_be_told_is_said_to_be_so(engine: Engine) -> None:
    told = engine.predict("buy", {}, by="admin")

    assert not told.complete
    assert [note.element_id for note in told.notes] == ["big"]


@pytest.mark.parametrize(
    ("filled", "said"),
    [(False, "表达式无法计算"), (True, "“big”要看还没有填写的内容，现在推算不了")],
)
def test_what_fails_for_want_of_a_field_is_told_in_plain_words(
    engine: Engine, filled: bool, said: str
) -> None:
    bundles = engine.runtime.bundles
    told = Telling(bundles.case(bundles.latest("buy", draft=True)).bundle, engine.runtime.people)
    if filled:
        label = Text(zh="金额", en="Amount")
        told.filled("boss", [Assumed(path="amount", label=label, value=None, source=Source.EMPTY)])

    now = office_time("2026-11-23T09:00")
    stuck = IncidentRaised(
        incident_id="i", kind="expression", element_id="big", token=1, zh="表达式无法计算", en=""
    )
    told.tell([stuck], now)

    assert [note.text.zh for note in told.notes] == [said]


def test_thresholds_are_found_on_either_side_and_in_cells() -> None:
    found = {
        (one.name, one.operator, one.value or one.other)
        for one in thresholds("5 < a and b.c between 1 and 2 or d in (>= 3, parameters.x) and e")
    }

    assert {
        ("a", ">", Decimal(5)),
        ("b.c", ">=", Decimal(1)),
        ("b.c", "<=", Decimal(2)),
        ("d", ">=", Decimal(3)),
        ("d", "=", "parameters.x"),
        ("e", "=", True),
    } <= found
    assert {one.operator for one in cell_thresholds("(300..3000]", "t")} == {">", "<="}
