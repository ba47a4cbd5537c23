"""Blocks inside other blocks: processes, sub-processes and calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.core.values import Value
from engine.fuzz.blocks.block import Block, Ends, names_of, variables_of
from engine.fuzz.meaning import Region, Scope, Then, World
from engine.fuzz.pen import File, Pen, mapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What is in a process or sub-process: a flow, with or without a start event before it."""

    id: str
    flow: Block
    has_start: bool = True

    def draw(self, pen: Pen) -> None:
        """Draw everything in it."""
        if self.has_start:
            pen.event("startEvent", f"{self.id}b")
        first, _ = self.flow.draw(pen)
        if self.has_start:
            pen.flow(f"{self.id}b", first)

    def run(self, scope: Scope) -> None:
        """Run everything in it."""
        self.flow.run(scope, scope.used_up)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubProcess(Block):
    """An embedded sub-process."""

    body: Body

    @property
    def parts(self) -> tuple[Block, ...]:
        return (self.body.flow,)

    def draw(self, pen: Pen) -> Ends:
        with pen.within(pen.node("subProcess", self.id, name=self.id)):
            self.body.draw(pen)
        return self.id, self.id

    def run(self, region: Region, then: Then) -> None:
        self.body.run(region.open_scope(then))


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Block):
    """A call activity; what it calls is a process of its own with variables of its own."""

    body: Body

    def draw(self, pen: Pen) -> Ends:
        key = f"p{self.id}"
        draw_process(pen.file, key, self.body)
        node = pen.node("callActivity", self.id, name=self.id, calledElement=key)
        inputs = variables_of(self.body.flow)
        node.extensions.extend(mapped("input", {name: _text(v) for name, v in inputs.items()}))
        return self.id, self.id

    def run(self, region: Region, then: Then) -> None:
        scope = region.open_scope(then)
        scope.own_variables = variables_of(self.body.flow)
        self.body.run(scope)


def _text(value: Value) -> str:
    """The value as FEEL."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A whole random process."""

    key: str
    body: Body

    def draw(self) -> str:
        """The BPMN file, with every process that is called."""
        file = File()
        draw_process(file, self.key, self.body)
        return file.text()

    def variables(self) -> dict[str, Any]:
        """What the case starts with."""
        return variables_of(self.body.flow)

    def begin(self) -> World:
        """One case of it."""
        world = World(self.variables())

        def over() -> None:
            world.outcome = "completed"

        scope = Scope(world=world, then=over)
        self.body.run(scope)
        return world


def draw_process(file: File, key: str, body: Body) -> None:
    """One more process of the file."""
    body.draw(file.process(key, names_of(body.flow)))
