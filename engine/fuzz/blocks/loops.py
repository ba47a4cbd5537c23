"""Structured loops: a body, and a person or a count that says whether it is run again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.core.values import Value
from engine.fuzz.blocks.block import Block, Ends
from engine.fuzz.blocks.tasks import UserTask
from engine.fuzz.meaning import Region, Then
from engine.fuzz.pen import Pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop(Block):
    """The body, a task, and back to the body. With `rounds` the task counts and the body is run
    that often; without it the person who does the task decides each time."""

    body: Block
    rounds: int = 0

    @property
    def parts(self) -> tuple[Block, ...]:
        return (self.body, self._task)

    @property
    def _task(self) -> UserTask:
        if self.rounds:
            return UserTask(id=f"{self.id}t", counts=f"{self.id}k")
        values: tuple[Value, ...] = (True, False, False)
        return UserTask(id=f"{self.id}t", submits=f"{self.id}k", values=values)

    def draw(self, pen: Pen) -> Ends:
        pen.node("exclusiveGateway", f"{self.id}m")
        first, lasts = self.body.draw(pen)
        task, _ = self._task.draw(pen)
        pen.node("exclusiveGateway", f"{self.id}s")
        pen.flow(f"{self.id}m", first)
        for last in lasts:
            pen.flow(last, task)
        pen.flow(task, f"{self.id}s")
        again = f"modulo({self.id}k, {self.rounds}) != 0" if self.rounds else f"{self.id}k"
        pen.flow(f"{self.id}s", f"{self.id}m", again)
        pen.node("exclusiveGateway", f"{self.id}a")
        pen.flow(f"{self.id}s", f"{self.id}a", "else")
        return f"{self.id}m", (f"{self.id}a",)

    def run(self, region: Region, then: Then) -> None:
        def decided() -> None:
            if self._again(region.variables):
                self.run(region, then)
            else:
                then()

        self.body.run(region, lambda: self._task.run(region, decided))

    def _again(self, variables: Mapping[str, Value]) -> bool:
        said = variables[f"{self.id}k"]
        return said % self.rounds != 0 if isinstance(said, Decimal) else bool(said)
