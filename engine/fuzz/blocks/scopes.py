"""Blocks inside other blocks: processes, sub-processes and calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.core.values import Value
from engine.fuzz.blocks.block import Block, Ends, names_of, variables_of
from engine.fuzz.blocks.gateways import together
from engine.fuzz.blocks.guarded import Guard
from engine.fuzz.meaning import Catch, Done, Region, Scope, Then, World, undo_all
from engine.fuzz.pen import File, Pen, mapped


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """An event sub-process: what starts it, and what is in it."""

    body: Body
    trigger: Guard  # its handler is not used

    def draw(self, pen: Pen) -> None:
        """Draw it into the scope that it belongs to."""
        holder = pen.node("subProcess", f"{self.trigger.id}h", triggeredByEvent="true")
        with pen.within(holder):
            more = {} if self.trigger.interrupting else {"isInterrupting": "false"}
            if self.trigger.awaited is not None:
                more |= self.trigger.awaited.attributes()
            definition = self.trigger.definition(pen)
            pen.event("startEvent", self.trigger.id, definition, **more)
            first, _ = self.body.flow.draw(pen)
            pen.flow(self.trigger.id, first)

    def arm(self, scope: Scope) -> None:
        """The scope that it belongs to began."""
        armed = scope.activity()
        started: list[Catch] = []

        def occur() -> None:
            if self.trigger.interrupting:
                scope.empty()
                scope.catches.clear()
                scope.tokens = 0
            scope.one_more()
            own = scope.activity()
            own.handles = started[0] if started else None
            inner = run_inside(f"{self.trigger.id}h", own, scope.used_up)
            inner.is_handler = True
            self.body.flow.run(inner, inner.used_up)

        self.trigger.listen(armed, occur)
        started.extend(armed.catches)
        scope.catches.extend(armed.catches)
        armed.catches.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What is in a process or sub-process: a flow, with or without a start event before it, and
    event sub-processes beside it."""

    id: str
    flow: Block
    has_start: bool = True
    handlers: tuple[Handler, ...] = ()

    @property
    def parts(self) -> tuple[Block, ...]:
        """The blocks in it."""
        return (self.flow, *(one.body.flow for one in self.handlers))

    def draw(self, pen: Pen) -> None:
        """Draw everything in it."""
        if self.has_start:
            pen.event("startEvent", f"{self.id}b")
        first, _ = self.flow.draw(pen)
        if self.has_start:
            pen.flow(f"{self.id}b", first)
        for handler in self.handlers:
            handler.draw(pen)

    def run(self, scope: Scope) -> None:
        """Run everything in it."""
        for handler in self.handlers:
            handler.arm(scope)
        self.flow.run(scope, scope.used_up)


def run_inside(element: str, region: Region, then: Then) -> Scope:
    """A scope for what is in the element; what was done there can be undone once it is complete."""

    def completed() -> None:
        taken = scope.done[::-1]
        if taken:
            region.scope.done.append(
                Done(element=element, undo=lambda at, after: undo_all(taken, at, after))
            )
        then()

    scope = region.open_scope(completed)
    return scope


@dataclass(frozen=True, slots=True, kw_only=True)
class SubProcess(Block):
    """An embedded sub-process."""

    body: Body
    tag: str = "subProcess"

    @property
    def parts(self) -> tuple[Block, ...]:
        return self.body.parts

    def draw(self, pen: Pen) -> Ends:
        with pen.within(pen.node(self.tag, self.id, name=self.id)):
            self.body.draw(pen)
        return self.id, (self.id,)

    def run(self, region: Region, then: Then) -> None:
        self.body.run(run_inside(self.id, region, then))


@dataclass(frozen=True, slots=True, kw_only=True)
class AdHoc(Block):
    """An ad-hoc sub-process in which each part begins once by itself: all at once, or one after
    the other (13.3.5)."""

    of: tuple[Block, ...]
    is_sequential: bool

    @property
    def parts(self) -> tuple[Block, ...]:
        return self.of

    def draw(self, pen: Pen) -> Ends:
        ordering = "Sequential" if self.is_sequential else "Parallel"
        with pen.within(pen.node("adHocSubProcess", self.id, name=self.id, ordering=ordering)):
            for part in self.of:
                part.draw(pen)
        return self.id, (self.id,)

    def run(self, region: Region, then: Then) -> None:
        scope = run_inside(self.id, region, then)
        if self.is_sequential:
            self._from(0, scope)
        else:
            together(self.of, scope, scope.used_up)

    def _from(self, place: int, scope: Scope) -> None:
        if place == len(self.of):
            scope.used_up()
        else:
            self.of[place].run(scope, lambda: self._from(place + 1, scope))


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Block):
    """A call activity; what it calls is a process of its own with variables of its own."""

    body: Body

    def draw(self, pen: Pen) -> Ends:
        key = f"p{self.id}"
        draw_process(pen.file, key, self.body)
        node = pen.node("callActivity", self.id, name=self.id, calledElement=key)
        inputs = body_variables(self.body)
        node.extensions.extend(mapped("input", {name: _text(v) for name, v in inputs.items()}))
        return self.id, (self.id,)

    def run(self, region: Region, then: Then) -> None:
        scope = run_inside(self.id, region, then)
        scope.own_variables = body_variables(self.body)
        self.body.run(scope)


def body_variables(body: Body) -> dict[str, Value]:
    """What a process must start with, so that its choices fall as intended."""
    found: dict[str, Value] = {}
    for part in body.parts:
        found.update(variables_of(part))
    return found


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
        return body_variables(self.body)

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
    names = frozenset[str]().union(*(names_of(part) for part in body.parts))
    body.draw(file.process(key, names))
