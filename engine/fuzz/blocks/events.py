"""Intermediate events that wait for something outside, or send it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.fuzz.blocks.block import Block, Ends
from engine.fuzz.meaning import Data, Region, Then, Wait
from engine.fuzz.pen import Pen, timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A trigger that comes from outside: a timer, message or signal."""

    kind: str
    name: str = ""
    form: int = 0

    def definition(self, pen: Pen) -> str:
        """Its event definition."""
        if self.kind == "timer":
            return timer(*_TIMES[self.form])
        return pen.refers(self.kind, self.name)

    def attributes(self) -> dict[str, str]:
        """What the event that has it carries besides."""
        return KEY if self.kind == "message" else {}

    def wait(self, element: str, region: Region, came: Callable[[Data], None]) -> None:
        """From now on it is awaited by this element."""
        weight = 4 if self.kind == "message" else 2
        region.world.add(
            Wait(
                kind=self.kind,
                element=element,
                came=came,
                name=self.name,
                weight=weight,
                where=region,
            )
        )


KEY: Final = {"guicheng__correlationKey": '= "k"'}
"""What every message is correlated by."""

_TIMES: Final = (
    ("timeDuration", 'duration("PT1H")'),
    ("timeDuration", '"P1D"'),
    ("timeDate", 'date and time("2030-01-01T09:00:00+08:00")'),
    ("timeDuration", 'if 1 < 2 then duration("PT5M") else null'),
)
TIME_FORMS: Final = len(_TIMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchEvent(Block):
    """An intermediate catch event, or with `tag` receiveTask such a task."""

    awaited: Awaited
    tag: str = "intermediateCatchEvent"

    def draw(self, pen: Pen) -> Ends:
        if self.tag == "receiveTask":
            ref = pen.file.declare("message", self.awaited.name)
            pen.node(self.tag, self.id, messageRef=ref, **self.awaited.attributes())
        else:
            definition = self.awaited.definition(pen)
            pen.event(self.tag, self.id, definition, **self.awaited.attributes())
        return self.id, (self.id,)

    def run(self, region: Region, then: Then) -> None:
        self.awaited.wait(self.id, region, lambda _: then())


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrowEvent(Block):
    """An intermediate event that goes on at once: plain, or one that sends a message."""

    message: str = ""

    def draw(self, pen: Pen) -> Ends:
        definition = pen.refers("message", self.message) if self.message else ""
        more = KEY if self.message else {}
        pen.event("intermediateThrowEvent", self.id, definition, **more)
        return self.id, (self.id,)

    def run(self, region: Region, then: Then) -> None:
        if self.message:
            region.world.thrown.append(("message", self.message))
        then()
