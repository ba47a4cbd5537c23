"""Ad-hoc choices, data stores, compensation and global tasks, from the file to the history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.clock import FixedClock
from engine.core.events import AdHocActivityChosen
from engine.errors import InvalidState, NotPermitted

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">'
)


def file(key: str, body: str, attributes: str = "") -> bytes:
    return (
        f'{HEAD}<process id="{key}" name="{key}" isExecutable="true" guicheng:nameEn="{key}" '
        f"{attributes}>{body}</process></definitions>"
    ).encode()


def wait(ref: str) -> str:
    return (
        f'<intermediateCatchEvent id="{ref}" name="{ref}"><timerEventDefinition>'
        '<timeDuration>duration("P1D")</timeDuration></timerEventDefinition>'
        "</intermediateCatchEvent>"
    )


def flow(source: str, target: str) -> str:
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"/>'


PREPARE = file(
    "prepare",
    f"""<startEvent id="s" name="s"/>{flow("s", "h")}
    <adHocSubProcess id="h" name="筹备" guicheng:nameEn="Prepare">
      <extensionElements><guicheng:assignment kind="role" value="gm"/></extensionElements>
      <businessRuleTask id="skip" name="skip"/>
      <callActivity id="ask" name="询问" guicheng:nameEn="Ask" calledElement="q"/>
      <callActivity id="book" name="预订" guicheng:nameEn="Book" calledElement="q"/>
    </adHocSubProcess>{flow("h", "e")}<endEvent id="e" name="e"/>""".replace(
        '<businessRuleTask id="skip" name="skip"/>', ""
    ),
)


def waiting(step: str, attributes: str = "") -> bytes:
    body = f"{wait(step)}{flow('qs', step)}{flow(step, 'qe')}"
    return file(
        "q", f'<startEvent id="qs" name="qs"/>{body}<endEvent id="qe" name="qe"/>', attributes
    )


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))


@pytest.fixture
def engine(clock: FixedClock) -> Iterator[Engine]:
    with open_engine("memory:", clock=clock) as engine:
        yield engine


def test_people_choose_the_activities_of_an_ad_hoc_sub_process(engine: Engine) -> None:
    engine.deploy(PREPARE, waiting("one"), by="admin")
    case = engine.start("prepare", {}, by="salesperson")
    (item,) = engine.worklist(instance=case.id)
    assert (item.element_id, item.form_id, item.candidates) == ("h", "", ("gm",))

    engine.activate(item.id, "ask", by="gm")
    engine.activate(item.id, "ask", by="gm")
    positions = [element for element, _ in engine.runtime.live(case.id).positions()]
    assert positions.count("ask") == 2
    engine.finish(item.id, by="gm")

    assert engine.case(case.id).status == "completed"
    chosen = [one.content for one in engine.history(case.id) if one.type == "AdHocActivityChosen"]
    assert [(one.element_id, one.by) for one in chosen] == [("ask", "gm"), ("ask", "gm")]
    assert isinstance(chosen[0], AdHocActivityChosen)
    assert engine.replay(case.id).equal
    assert engine.verify(case.id).ok


def test_choice_is_refused_to_others_and_of_what_is_not_offered(engine: Engine) -> None:
    engine.deploy(PREPARE, waiting("one"), by="admin")
    case = engine.start("prepare", {}, by="salesperson")
    (item,) = engine.worklist(instance=case.id)

    with pytest.raises(NotPermitted):
        engine.activate(item.id, "ask", by="warehouse-keeper")
    with pytest.raises(NotPermitted):
        engine.finish(item.id, by="salesperson")
    with pytest.raises(InvalidState):
        engine.activate(item.id, "e", by="gm")
    with pytest.raises(InvalidState):
        engine.complete(item.id, {}, by="gm")
    assert [one.type for one in engine.history(case.id)].count("AdHocActivityChosen") == 0


BOOKING = file(
    "booking",
    f"""<startEvent id="s" name="s"/>{flow("s", "t")}
    <transaction id="t" name="t"><startEvent id="ti" name="ti"/>{flow("ti", "hotel")}
      <callActivity id="hotel" name="hotel" calledElement="q"/>{flow("hotel", "flight")}
      <callActivity id="flight" name="flight" calledElement="q"/>{flow("flight", "x")}
      <boundaryEvent id="bh" name="bh" attachedToRef="hotel"><compensateEventDefinition/>
      </boundaryEvent>
      <callActivity id="free" name="free" calledElement="q" isForCompensation="true"/>
      <association id="as" sourceRef="bh" targetRef="free" associationDirection="One"/>
      <endEvent id="x" name="x"><cancelEventDefinition/></endEvent></transaction>
    <boundaryEvent id="bc" name="bc" attachedToRef="t"><cancelEventDefinition/></boundaryEvent>
    {flow("bc", "e")}<endEvent id="e" name="e"/>""",
)


def test_cancelled_transaction_undoes_what_was_booked(engine: Engine, clock: FixedClock) -> None:
    engine.deploy(BOOKING, waiting("one"), by="admin")
    case = engine.start("booking", {}, by="salesperson")
    for _ in range(3):
        clock.advance(timedelta(days=1))
        engine.run_due()

    assert engine.case(case.id).status == "completed"
    assert list(engine.case(case.id).end_events) == ["e"]
    undone = [one.content for one in engine.history(case.id) if one.type == "CompensationThrown"]
    assert [one.activities for one in undone] == [("hotel",)]
    assert engine.replay(case.id).equal


KEEPING = (
    HEAD + '<dataStore id="ledger" name="Ledger"/>'
    '<process id="keep" name="keep" isExecutable="true" guicheng:nameEn="keep">'
    f"""<dataObject id="dob"/><dataObjectReference id="line" name="line" dataObjectRef="dob"/>
    <dataStoreReference id="ref" name="Ledger" dataStoreRef="ledger"/>
    <startEvent id="s" name="s"/>{flow("s", "write")}
    <task id="write" name="write">
      <ioSpecification><dataOutput id="o" name="made"/><inputSet/><outputSet/></ioSpecification>
      <dataOutputAssociation><sourceRef>o</sourceRef><targetRef>ref</targetRef>
        <transformation>{{"key": "7", "name": "x"}}</transformation></dataOutputAssociation>
    </task>{flow("write", "read")}
    <task id="read" name="read">
      <ioSpecification><dataInput id="i" name="found"/><dataOutput id="p" name="got"/>
        <inputSet/><outputSet/></ioSpecification>
      <dataInputAssociation><sourceRef>ref</sourceRef><targetRef>i</targetRef>
        <transformation>Ledger[key = "7"][1]</transformation></dataInputAssociation>
      <dataOutputAssociation><sourceRef>i</sourceRef><targetRef>line</targetRef>
      </dataOutputAssociation>
    </task>{flow("read", "e")}<endEvent id="e" name="e"/></process></definitions>"""
).encode()


def test_data_store_is_a_register(engine: Engine) -> None:
    engine.deploy(KEEPING, by="admin")
    case = engine.start("keep", {}, by="salesperson")
    while engine.run_due():
        pass

    assert engine.case(case.id).status == "completed"
    line = engine.runtime.store.register_line("ledger", "7")
    assert line is not None
    assert line.data["name"] == "x"
    assert engine.variables(case.id)["line"]["name"] == "x"
    assert engine.replay(case.id).equal


GLOBAL = (
    HEAD + '<globalUserTask id="sign" name="签字" guicheng:nameEn="Sign" guicheng:formId="f">'
    '<extensionElements><guicheng:assignment kind="role" value="gm"/></extensionElements>'
    "</globalUserTask>"
    '<process id="g" name="g" isExecutable="true" guicheng:nameEn="g">'
    f"""<startEvent id="s" name="s"/>{flow("s", "c")}
    <callActivity id="c" name="c" calledElement="sign"/>{flow("c", "e")}
    <endEvent id="e" name="e"/></process></definitions>"""
).encode()
FORM = """{"type": "default", "schemaVersion": 19, "id": "f", "components": []}"""


def test_global_user_task_is_called(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "f.form").write_text(FORM, encoding="utf-8")
    engine.deploy(GLOBAL, tmp_path / "f.form", by="admin")
    case = engine.start("g", {}, by="salesperson")
    (item,) = engine.worklist(instance=case.id)
    assert (item.name, item.candidates) == ("签字", ("gm",))
    engine.complete(item.id, {}, by="gm")

    assert engine.case(case.id).status == "completed"


LANES = file(
    "lanes",
    f"""<laneSet id="ls"><lane id="l" name="总经理" guicheng:role="gm">
    <flowNodeRef>t</flowNodeRef></lane></laneSet>
    <startEvent id="s" name="s"/>{flow("s", "t")}
    <userTask id="t" name="t" guicheng:formId="f"/>{flow("t", "e")}<endEvent id="e" name="e"/>""",
)


def test_lane_with_a_role_assigns_its_user_tasks(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "f.form").write_text(FORM, encoding="utf-8")
    engine.deploy(LANES, tmp_path / "f.form", by="admin")
    case = engine.start("lanes", {}, by="salesperson")

    (item,) = engine.worklist(instance=case.id)
    assert item.candidates == ("gm",)
