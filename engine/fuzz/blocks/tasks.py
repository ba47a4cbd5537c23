"""Activities without anything inside: of people, of connectors, and those that pass at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.core.values import Value
from engine.fuzz.blocks.block import Block, Ends
from engine.fuzz.meaning import Data, Region, Then, Wait
from engine.fuzz.pen import Pen, mapped


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTask(Block):
    """Offered to people; `submits` is a variable that gets one of `values` when it is completed,
    `counts` one that is increased instead."""

    submits: str = ""
    values: tuple[Value, ...] = ()
    counts: str = ""

    def draw(self, pen: Pen) -> Ends:
        node = pen.node("userTask", self.id, name=self.id, guicheng__formId="form")
        node.extensions.append('<guicheng:assignment kind="initiator"/>')
        if self.counts:
            node.extensions.extend(mapped("output", {self.counts: f"{self.counts} + 1"}))
        return self.id, (self.id,)

    def run(self, region: Region, then: Then) -> None:
        def came(data: Data) -> None:
            self._take(region.variables, data)
            then()

        offers: tuple[Data, ...] = tuple({self.submits: value} for value in self.values) or ({},)
        world = region.world
        world.add(Wait(kind="task", element=self.id, came=came, offers=offers, where=region))

    def _take(self, variables: dict[str, Value], data: Data) -> None:
        if self.counts:
            before = variables[self.counts]
            variables[self.counts] = (before if isinstance(before, Decimal) else Decimal(0)) + 1
        else:
            variables.update(data)

    def own_variables(self) -> Mapping[str, Value]:
        return {self.counts: Decimal(0)} if self.counts else {}

    def names(self) -> frozenset[str]:
        return frozenset({self.submits} - {""})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTask(Block):
    """Done by a connector, outside."""

    def draw(self, pen: Pen) -> Ends:
        pen.node("serviceTask", self.id, name=self.id, guicheng__connector="record")
        return self.id, (self.id,)

    def run(self, region: Region, then: Then) -> None:
        wait = Wait(kind="job", element=self.id, came=lambda _: then(), where=region)
        region.world.add(wait)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingTask(Block):
    """Done as soon as it is reached: a task without a type or a manual one, or with `message` a
    send task."""

    tag: str = "task"
    message: str = ""

    def draw(self, pen: Pen) -> Ends:
        node = pen.node(self.tag, self.id, name=self.id)
        if self.message:
            node.attributes |= {
                "messageRef": pen.file.declare("message", self.message),
                "guicheng:correlationKey": '= "k"',
            }
        return self.id, (self.id,)

    def run(self, region: Region, then: Then) -> None:
        if self.message:
            region.world.thrown.append(("message", self.message))
        then()
