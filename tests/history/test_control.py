"""Where control stands is told rightly of activities with data of their own, repeated or not."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest

from engine import open_engine
from engine.bootstrap import Options, shipped_organisation
from engine.clock import FixedClock
from engine.codec import decode_event, is_command
from engine.history.control import after
from engine.scenarios.player import office_time

DIAGRAM: Final = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
  <process id="p" name="p" isExecutable="true" guicheng:variables="said">
    <dataObject id="object" name="said"/>
    <dataObjectReference id="said-here" dataObjectRef="object"/>
    <startEvent id="begin"/>
    <sequenceFlow id="a" sourceRef="begin" targetRef="ask"/>
    <userTask id="ask" name="ask">
      <extensionElements><guicheng:assignment kind="user" value="salesperson"/></extensionElements>
      {data}
      {loop}
    </userTask>
    <sequenceFlow id="b" sourceRef="ask" targetRef="done"/>
    <endEvent id="done"/>
  </process>
</definitions>
"""
DATA: Final = """<ioSpecification><dataInput id="in" name="told"/>
  <inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet/></ioSpecification>
  <dataInputAssociation id="move"><sourceRef>said-here</sourceRef><targetRef>in</targetRef>
  </dataInputAssociation>"""
SEVERAL: Final = """<multiInstanceLoopCharacteristics isSequential="{}">
  <loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"""
OPTIONS: Final = Options(organisation=shipped_organisation())
LOOPS: Final = {
    "once": "",
    "parallel": SEVERAL.format("false"),
    "sequential": SEVERAL.format("true"),
    "loop": '<standardLoopCharacteristics testBefore="false" loopMaximum="2"/>',
}


@pytest.mark.parametrize("data", ["", DATA], ids=["plain", "data"])
@pytest.mark.parametrize("loop", LOOPS)
def test_control_stands_where_the_engine_has_it_at_each_turn(loop: str, data: str) -> None:
    clock = FixedClock(office_time("2026-11-23T09:00"))
    with open_engine("memory:", clock=clock, options=OPTIONS) as engine:
        runtime = engine.runtime
        diagram = DIAGRAM.format(data=data, loop=LOOPS[loop]).encode()
        runtime.deploy([("p.bpmn", diagram)], runtime.person("admin"), draft=True)
        case = engine.start("p", {"said": "x"}, by="admin").id
        stood = []
        while True:
            rows = runtime.store.rows(case)
            events = [decode_event(row.type, row.body) for row in rows if not is_command(row.type)]
            live = runtime.live(case)
            told = after(live.case.bundle, events)
            assert told == Counter(("", element) for element, _ in live.positions())
            stood.append(told["", "ask"])
            items = engine.worklist(instance=case)
            if not items:
                break
            engine.complete(items[0].id, {}, by="salesperson")

    turns = {"once": [1, 0], "parallel": [3, 2, 1, 0], "sequential": [1, 1, 1, 0]}
    assert stood == turns.get(loop, [1, 1, 0])
