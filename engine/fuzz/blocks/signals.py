"""Throwing inside the case: signals to everybody, escalations outward, links to another place."""

from __future__ import annotations

from dataclasses import dataclass

from engine.fuzz.blocks.block import Block, Ends
from engine.fuzz.blocks.ends import reach
from engine.fuzz.blocks.tasks import UserTask
from engine.fuzz.meaning import Region, Then
from engine.fuzz.pen import Pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement(Block):
    """A user task and right behind it an event that throws a signal or an escalation; `ends` its
    token if it is an end event. The task makes sure that everything else waits at that moment."""

    task: UserTask
    kind: str
    name: str
    is_end: bool = False

    @property
    def parts(self) -> tuple[Block, ...]:
        return (self.task,)

    @property
    def ends(self) -> bool:
        return self.is_end

    def draw(self, pen: Pen) -> Ends:
        first, (last,) = self.task.draw(pen)
        tag = "endEvent" if self.is_end else "intermediateThrowEvent"
        pen.event(tag, self.id, pen.refers(self.kind, self.name))
        pen.flow(last, self.id)
        return first, () if self.is_end else (self.id,)

    def run(self, region: Region, then: Then) -> None:
        self.task.run(region, lambda: self._throw(region, then))

    def _throw(self, region: Region, then: Then) -> None:
        """What is thrown takes effect before the thrower goes on, unless it is interrupted."""
        if self.is_end:
            reach(self.id, region)
        own = region.activity()
        if self.kind == "signal":
            region.world.announce(self.name)
        else:
            own.throw(self.kind, self.name)
        if own.is_over:
            return
        if self.is_end:
            region.scope.used_up()
        else:
            then()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Block):
    """Off this page, on at that one: two link events of one name (BPMN 2.0.2, 10.5.5)."""

    def draw(self, pen: Pen) -> Ends:
        definition = f'<linkEventDefinition id="{self.id}{{}}" name="{self.id}"/>'
        pen.event("intermediateThrowEvent", f"{self.id}t", definition.format("td"))
        pen.event("intermediateCatchEvent", f"{self.id}c", definition.format("cd"))
        return f"{self.id}t", (f"{self.id}c",)

    def run(self, region: Region, then: Then) -> None:
        then()


@dataclass(frozen=True, slots=True, kw_only=True)
class Race(Block):
    """An event-based gateway: what comes first goes on, the rest is given up (13.4.4)."""

    of: tuple[tuple[Block, Block], ...]  # event and what follows it

    @property
    def parts(self) -> tuple[Block, ...]:
        return tuple(one for pair in self.of for one in pair)

    @property
    def ends(self) -> bool:
        return all(after.ends for _, after in self.of)

    def draw(self, pen: Pen) -> Ends:
        pen.node("eventBasedGateway", self.id)
        found: list[str] = []
        for event, after in self.of:
            first, (last,) = event.draw(pen)
            pen.flow(self.id, first)
            following, lasts = after.draw(pen)
            pen.flow(last, following)
            found.extend(lasts)
        return self.id, tuple(found)

    def run(self, region: Region, then: Then) -> None:
        own = region.activity()

        def chosen(after: Block) -> None:
            own.cancel()
            after.run(region, then)

        for event, after in self.of:
            event.run(own, lambda after=after: chosen(after))  # type: ignore[misc]
