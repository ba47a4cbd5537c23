"""An activity with boundary events: whatever happens to it while it is active."""

from __future__ import annotations

from dataclasses import dataclass

from engine.fuzz.blocks.block import Block, Ends
from engine.fuzz.blocks.events import Awaited
from engine.fuzz.meaning import Catch, Condition, Data, Region, Then
from engine.fuzz.pen import Pen, conditional, timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One boundary event and what follows it.

    An interrupting one meets the way out of the activity again, unless its handler ends; the
    handler of one that does not interrupt always ends. `times` is how often a cycle timer fires.
    """

    id: str
    handler: Block
    awaited: Awaited | None = None
    caught: str = ""  # error or escalation
    code: str | None = None  # None: every one
    interrupting: bool = True
    times: int = 0
    condition: str = ""  # a variable that becomes true

    def draw(self, pen: Pen, host: str) -> tuple[str, ...]:
        """The event and its handler; gives where control leaves it."""
        more = {} if self.interrupting else {"cancelActivity": "false"}
        if self.awaited is not None:
            more = {**more, **self.awaited.attributes()}
        event = pen.event("boundaryEvent", self.id, attachedToRef=host, **more)
        event.parts.append(self.definition(pen))
        first, lasts = self.handler.draw(pen)
        pen.flow(self.id, first)
        return lasts

    def definition(self, pen: Pen) -> str:
        """Its event definition."""
        if self.times:
            return timer("timeCycle", f'"R{self.times}/PT1H"')
        if self.condition:
            return conditional(self.condition)
        if self.awaited is not None:
            return self.awaited.definition(pen)
        if self.caught == "cancel":
            return "<cancelEventDefinition/>"
        return pen.refers(self.caught, self.code)

    def set_up(self, own: Region, region: Region, then: Then) -> None:
        """The activity `own`, which is in `region`, began; `then` follows an interruption."""

        def occur() -> None:
            if self.interrupting:
                own.cancel()
                self.handler.run(region, then)
            else:
                region.scope.one_more()
                self.handler.run(region, then)

        self.listen(own, occur)

    def listen(self, own: Region, occur: Then) -> None:
        """From now on, until `own` is over, what is awaited lets it `occur`."""
        if self.awaited is not None:
            self._await(own, occur, self.times)
        elif self.condition:
            waits = Condition(name=self.condition, occur=occur, where=own)
            own.world.conditions.append(waits)
        else:
            own.catches.append(Catch(kind=self.caught, code=self.code, occur=occur))

    def _await(self, own: Region, occur: Then, left: int) -> None:
        def came(_: Data) -> None:
            awaited = self.awaited
            if not self.interrupting and awaited is not None and self._again(left):
                self._await(own, occur, left - 1)
            occur()

        if self.awaited is not None:
            self.awaited.wait(self.id, own, came)

    def _again(self, left: int) -> bool:
        """Whether it waits for one more time: a timer does as its cycle says, others always."""
        if self.awaited is not None and self.awaited.kind == "timer":
            return left > 1
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded(Block):
    """An activity with boundary events."""

    host: Block
    guards: tuple[Guard, ...]

    @property
    def parts(self) -> tuple[Block, ...]:
        return (self.host, *(one.handler for one in self.guards))

    def draw(self, pen: Pen) -> Ends:
        first, (last,) = self.host.draw(pen)
        after = [one for guard in self.guards for one in guard.draw(pen, last)]
        return first, (last, *after)

    def run(self, region: Region, then: Then) -> None:
        own = region.activity()

        def done() -> None:
            own.cancel()
            then()

        for guard in self.guards:
            guard.set_up(own, region, then)
        self.host.run(own, done)
