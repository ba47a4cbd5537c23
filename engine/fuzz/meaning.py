"""What a block-structured process means: who waits for what, said by the blocks themselves.

This is the independent half of the comparison. It knows regions that contain each other, and
continuations; it knows no tokens, no sequence flows and nothing of the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from engine.core.values import Value

Then: TypeAlias = Callable[[], None]
"""What comes after a block; called at most once for each time that the block is run."""

Data: TypeAlias = Mapping[str, Value]


@dataclass(slots=True, kw_only=True, eq=False)
class Wait:
    """Something that an element waits for from outside, until it comes or its region is over."""

    kind: str  # task, job, timer, message or signal
    element: str
    came: Callable[[Data], None]
    offers: tuple[Data, ...] = ({},)  # the data that may come; one of them is drawn
    name: str = ""  # of the signal
    weight: int = 4  # how often the driver chooses it
    where: Region


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """An error, escalation or the like that is caught here; `code` None catches every one."""

    kind: str
    code: str | None
    occur: Then
    interrupting: bool = True


class World:
    """One case: what waits now, what came of it so far."""

    def __init__(self, variables: Mapping[str, Value]) -> None:
        self.waits: dict[int, Wait] = {}
        self.variables: dict[str, Value] = dict(variables)
        self.ended: set[str] = set()
        self.thrown: list[tuple[str, str]] = []  # messages and signals, by name
        self.outcome = "active"
        self._serial = 0

    def add(self, wait: Wait) -> None:
        """From now on this is awaited."""
        if not wait.where.is_over:
            self._serial += 1
            self.waits[self._serial] = wait
            wait.where.waits.add(self._serial)

    def come(self, number: int, data: Data) -> None:
        """What was awaited comes."""
        wait = self.waits.pop(number)
        wait.where.waits.discard(number)
        wait.came(data)

    def fail(self, number: int, code: str) -> None:
        """An error comes out of the activity that waits."""
        self.waits[number].where.throw("error", code)

    def signal(self, name: str) -> None:
        """Everybody who waits for the signal at this moment gets it."""
        found = [n for n, one in self.waits.items() if one.kind == "signal" and one.name == name]
        for number in found:
            if number in self.waits:
                self.come(number, {})


@dataclass(slots=True, kw_only=True, eq=False)
class Region:
    """An activity or scope while it runs: ended as a whole, with everything inside of it."""

    world: World
    parent: Region | None = None
    own_variables: dict[str, Value] | None = None
    inside: list[Region] = field(default_factory=list)
    waits: set[int] = field(default_factory=set)
    catches: list[Catch] = field(default_factory=list)
    is_over: bool = False

    def activity(self) -> Region:
        """A new activity inside."""
        made = Region(world=self.world, parent=self)
        self.inside.append(made)
        return made

    def open_scope(self, then: Then) -> Scope:
        """A new scope inside with one token; `then` follows when the last one is used up."""
        made = Scope(world=self.world, parent=self, then=then)
        self.inside.append(made)
        return made

    def cancel(self) -> None:
        """It is over, and all that is inside."""
        self.is_over = True
        for number in self.waits:
            self.world.waits.pop(number, None)
        self.waits.clear()
        for one in self.inside:
            one.cancel()
        self.inside.clear()

    @property
    def scope(self) -> Scope:
        """The scope around."""
        for region in self.outward():
            if isinstance(region, Scope):
                return region
        raise LookupError("Expected every activity to be in a scope")

    @property
    def variables(self) -> dict[str, Value]:
        """The variables seen here: of the case, or of the called process around."""
        for region in self.outward():
            if region.own_variables is not None:
                return region.own_variables
        return self.world.variables

    def outward(self) -> Iterator[Region]:
        """The region itself and those around it."""
        region: Region | None = self
        while region is not None:
            yield region
            region = region.parent

    def throw(self, kind: str, code: str) -> bool:
        """An error or escalation goes outward until something catches it; whether it does."""
        for region in self.outward():
            fitting = [one for one in region.catches if one.kind == kind]
            exact = [one for one in fitting if one.code == code]
            every = [one for one in fitting if one.code is None]
            if exact or every:
                (exact or every)[0].occur()
                return True
        return False

    def is_caught(self, kind: str, code: str) -> bool:
        """Whether it would be."""
        return any(
            one.kind == kind and one.code in (code, None)
            for region in self.outward()
            for one in region.catches
        )


@dataclass(slots=True, kw_only=True, eq=False)
class Scope(Region):
    """A process or sub-process while it runs; done when no token is left in it."""

    then: Then
    tokens: int = 1
    done: list[Any] = field(default_factory=list)  # what may be compensated, oldest first

    def used_up(self) -> None:
        """A token came to its end."""
        if self.is_over:
            return
        self.tokens -= 1
        if self.tokens == 0:
            self.cancel()
            self.then()

    def one_more(self) -> None:
        """A token was added."""
        self.tokens += 1
