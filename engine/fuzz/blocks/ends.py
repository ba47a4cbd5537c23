"""Where tokens end: end events, and activities that nothing follows."""

from __future__ import annotations

from dataclasses import dataclass

from engine.fuzz.blocks.block import Block, Ends
from engine.fuzz.blocks.events import KEY
from engine.fuzz.blocks.tasks import UserTask
from engine.fuzz.meaning import Region, Scope, Then
from engine.fuzz.pen import Pen


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Block):
    """A plain end event, or with `message` one that sends it."""

    message: str = ""

    @property
    def ends(self) -> bool:
        return True

    def draw(self, pen: Pen) -> Ends:
        definition = pen.refers("message", self.message) if self.message else ""
        more = KEY if self.message else {}
        pen.event("endEvent", self.id, definition, **more)
        return self.id, ()

    def run(self, region: Region, then: Then) -> None:
        if self.message:
            region.world.thrown.append(("message", self.message))
        reach(self.id, region)
        region.scope.used_up()


def reach(end: str, region: Region) -> None:
    """Note that an end event of the case itself was reached, or of an event sub-process of it."""
    scope = region.scope
    while scope.is_handler and scope.parent is not None:
        scope = scope.parent.scope
    if scope.parent is None:
        region.world.ended.add(end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisive(Block):
    """A user task and right behind it an event that ends more than its own token.

    The task before it makes sure that everything else waits at that moment, so that the result
    does not depend on who was first.
    """

    task: UserTask

    @property
    def parts(self) -> tuple[Block, ...]:
        return (self.task,)

    @property
    def ends(self) -> bool:
        return True

    def draw(self, pen: Pen) -> Ends:
        first, (last,) = self.task.draw(pen)
        pen.event("endEvent", self.id, self._definition(pen))
        pen.flow(last, self.id)
        return first, ()

    def _definition(self, pen: Pen) -> str:
        raise NotImplementedError

    def run(self, region: Region, then: Then) -> None:
        self.task.run(region, lambda: self._happen(region))

    def _happen(self, region: Region) -> None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminate(Decisive):
    """Ends the process or sub-process around at once (BPMN 2.0.2, 10.5.6)."""

    def _definition(self, pen: Pen) -> str:
        return "<terminateEventDefinition/>"

    def _happen(self, region: Region) -> None:
        scope: Scope = region.scope
        reach(self.id, region)
        scope.cancel()
        scope.then()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorEnd(Decisive):
    """Throws an error out of the sub-process around; something must catch it (10.5.6)."""

    code: str

    def _definition(self, pen: Pen) -> str:
        return pen.refers("error", self.code)

    def _happen(self, region: Region) -> None:
        reach(self.id, region)
        region.scope.throw("error", self.code)
