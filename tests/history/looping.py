"""Two small processes that go round: one by a person's answers, one by itself."""

from __future__ import annotations

from types import TracebackType
from typing import Final, Self

from engine import open_engine
from engine.bootstrap import Options, Runtime, shipped_organisation
from engine.clock import FixedClock
from engine.scenarios.player import office_time
from engine.views import LogRow

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:guicheng="urn:guicheng:bpmn:1" id="d" targetNamespace="urn:test">
"""

REVIEW: Final = f"""{_HEAD}
  <process id="looks" name="复核" isExecutable="true">
    <startEvent id="begin"/>
    <sequenceFlow id="a" sourceRef="begin" targetRef="review"/>
    <userTask id="review" name="复核材料">
      <extensionElements><guicheng:assignment kind="user" value="salesperson"/></extensionElements>
    </userTask>
    <sequenceFlow id="b" sourceRef="review" targetRef="good"/>
    <exclusiveGateway id="good" name="齐备?" default="on"/>
    <sequenceFlow id="back" sourceRef="good" targetRef="review">
      <conditionExpression xsi:type="tFormalExpression">missing &gt; 0</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="on" sourceRef="good" targetRef="done"/>
    <endEvent id="done"/>
  </process>
</definitions>
"""

COUNT: Final = f"""{_HEAD}
  <process id="counts" name="计数" isExecutable="true">
    <startEvent id="begin"/>
    <sequenceFlow id="a" sourceRef="begin" targetRef="each"/>
    <subProcess id="each" name="逐件">
      <multiInstanceLoopCharacteristics isSequential="true">
        <loopCardinality>left</loopCardinality>
      </multiInstanceLoopCharacteristics>
      <startEvent id="one"/>
      <sequenceFlow id="again" sourceRef="one" targetRef="counted"/>
      <endEvent id="counted"/>
    </subProcess>
    <sequenceFlow id="on" sourceRef="each" targetRef="done"/>
    <endEvent id="done"/>
  </process>
</definitions>
"""


class Office:
    """An engine in memory with both processes, deployed as drafts."""

    def __init__(self) -> None:
        clock = FixedClock(office_time("2026-11-23T09:00"))
        options = Options(organisation=shipped_organisation())
        self._engine = open_engine("memory:", clock=clock, options=options)
        for name, text in (("looks", REVIEW), ("counts", COUNT)):
            files = [(f"{name}.bpmn", text.encode())]
            self.runtime.deploy(files, self.runtime.person("admin"), draft=True)

    @property
    def runtime(self) -> Runtime:
        """The wired engine."""
        return self._engine.runtime

    def reviewed(self, answers: tuple[int, ...] = (2, 1, 0)) -> tuple[str, list[LogRow]]:
        """A case that was reviewed with these answers, by default three times."""
        case = self._engine.start("looks", {}, by="admin").id
        for missing in answers:
            (item,) = self._engine.worklist(instance=case)
            self._engine.complete(item.id, {"missing": missing}, by="salesperson")
        return case, self.runtime.store.rows(case)

    def counted(self, rounds: int) -> tuple[str, list[LogRow]]:
        """A case that went round so many times by itself."""
        case = self._engine.start("counts", {"left": rounds}, by="admin").id
        return case, self.runtime.store.rows(case)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._engine.close()
