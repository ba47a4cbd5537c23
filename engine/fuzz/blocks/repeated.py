"""Activities that run several times: multi-instance and loop markers (BPMN 2.0.2, 13.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from engine.core.values import Value
from engine.fuzz.blocks.block import Block, Ends
from engine.fuzz.meaning import Region, Then
from engine.fuzz.pen import Pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated(Block):
    """An activity with a marker."""

    host: Block

    @property
    def parts(self) -> tuple[Block, ...]:
        return (self.host,)

    def draw(self, pen: Pen) -> Ends:
        ends = self.host.draw(pen)
        pen.part(self.host.id, self._marker())
        return ends

    def _marker(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Instances(Repeated):
    """`count` instances, one after the other or all at once; with `enough` the rest is given up
    as soon as that many are completed."""

    count: int
    is_sequential: bool
    enough: int = 0

    def _marker(self) -> str:
        sequential = ' isSequential="true"' if self.is_sequential else ""
        inside = _expression("loopCardinality", str(self.count))
        if self.enough:
            text = f"nrOfCompletedInstances >= {self.enough}"
            inside += _expression("completionCondition", text)
        name = "multiInstanceLoopCharacteristics"
        return f"<{name}{sequential}>{inside}</{name}>"

    def run(self, region: Region, then: Then) -> None:
        own = region.activity()
        begun = completed = 0

        def one_done() -> None:
            nonlocal completed
            completed += 1
            if completed in (self.count, self.enough):
                own.cancel()
                then()
            elif self.is_sequential:
                begin()

        def begin() -> None:
            nonlocal begun
            begun += 1
            self.host.run(own.activity(), one_done)

        if self.count == 0:
            then()
        for _ in range(min(self.count, 1) if self.is_sequential else self.count):
            if not own.is_over:
                begin()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardLoop(Repeated):
    """Again while a condition holds, which is settled when the case starts, at most `most`
    times."""

    holds: bool
    asks_first: bool
    most: int

    def _marker(self) -> str:
        first = ' testBefore="true"' if self.asks_first else ""
        name = "standardLoopCharacteristics"
        condition = _expression("loopCondition", f"{self.id}q")
        return f'<{name}{first} loopMaximum="{self.most}">{condition}</{name}>'

    def own_variables(self) -> Mapping[str, Value]:
        return {f"{self.id}q": self.holds}

    def run(self, region: Region, then: Then) -> None:
        self._round(self.most if self.holds else 0 if self.asks_first else 1, region, then)

    def _round(self, left: int, region: Region, then: Then) -> None:
        if left == 0:
            then()
            return
        self.host.run(region.activity(), lambda: self._round(left - 1, region, then))


def _expression(tag: str, text: str) -> str:
    return f'<{tag} xsi:type="tFormalExpression">{escape(text)}</{tag}>'
