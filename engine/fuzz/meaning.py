"""What a block-structured process means: who waits for what, said by the blocks themselves.

This is the independent half of the comparison. It knows regions that contain each other, and
continuations; it knows no tokens, no sequence flows and nothing of the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Condition:
    """A variable that is awaited to become true."""

    name: str
    occur: Then
    where: Region


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catch:
    """An error, escalation or the like that is caught here; `code` None catches every one."""

    kind: str
    code: str | None
    occur: Then


class World:
    """One case: what waits now, what came of it so far."""

    def __init__(self, variables: Mapping[str, Value]) -> None:
        self.waits: dict[int, Wait] = {}
        self.variables: dict[str, Value] = dict(variables)
        self.ended: set[str] = set()
        self.thrown: list[tuple[str, str]] = []  # messages and signals, by name
        self.later: list[tuple[int, ...]] = []  # who still gets a signal that was thrown
        self.conditions: list[Condition] = []
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
        self._ask()

    def throw(self, number: int, kind: str, code: str) -> None:
        """An error or escalation comes out of the activity that waits."""
        self.waits[number].where.throw(kind, code)

    def announce(self, signal: str) -> None:
        """Everybody who waits for the signal at this moment will get it."""
        self.thrown.append(("signal", signal))
        self.later.append(tuple(self.waiting_for(signal)))

    def _ask(self) -> None:
        """Let everything occur whose condition holds now."""
        for one in [c for c in self.conditions if c.where.variables.get(c.name) is True]:
            if not one.where.is_over:
                self.conditions.remove(one)
                one.occur()

    def waiting_for(self, signal: str) -> list[int]:
        """Everybody who waits for the signal at this moment."""
        return [n for n, one in self.waits.items() if one.kind == "signal" and one.name == signal]


@dataclass(slots=True, kw_only=True, eq=False)
class Region:
    """An activity or scope while it runs: ended as a whole, with everything inside of it."""

    world: World
    parent: Region | None = None
    own_variables: dict[str, Value] | None = None
    inside: list[Region] = field(default_factory=list)
    waits: set[int] = field(default_factory=set)
    catches: list[Catch] = field(default_factory=list)
    handles: Catch | None = None  # what an event sub-process handles, and does not catch itself
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
        self.empty()

    def empty(self) -> None:
        """All that is inside is over."""
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
        caught = self._catcher(kind, code)
        if caught is not None:
            caught.occur()
        return caught is not None

    def is_caught(self, kind: str, code: str) -> bool:
        """Whether it would be."""
        return self._catcher(kind, code) is not None

    def _catcher(self, kind: str, code: str) -> Catch | None:
        handled: list[Catch | None] = []
        for region in self.outward():
            fitting = [c for c in region.catches if c.kind == kind and c not in handled]
            exact = [one for one in fitting if one.code == code]
            every = [one for one in fitting if one.code is None]
            if exact or every:
                return (exact or every)[0]
            handled.append(region.handles)
        return None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Done:
    """A completed activity that can be undone."""

    element: str
    undo: Callable[[Region, Then], None]


def undo_all(taken: list[Done], region: Region, then: Then) -> None:
    """One after the other."""
    if not taken:
        then()
        return
    taken[0].undo(region, lambda: undo_all(taken[1:], region, then))


@dataclass(slots=True, kw_only=True, eq=False)
class Scope(Region):
    """A process or sub-process while it runs; done when no token is left in it."""

    then: Then
    tokens: int = 1
    done: list[Done] = field(default_factory=list)  # what may be undone, oldest first
    is_handler: bool = False  # an event sub-process's

    def take(self, element: str = "") -> list[Done]:
        """What a compensation event here undoes, the last one first; nothing else can any more.
        In an event sub-process also what was done in the scope that it belongs to."""
        scopes = [self]
        while scopes[-1].is_handler and scopes[-1].parent is not None:
            scopes.append(scopes[-1].parent.scope)
        taken: list[Done] = []
        for scope in scopes:
            taken += [one for one in reversed(scope.done) if element in ("", one.element)]
            scope.done = [one for one in scope.done if element not in ("", one.element)]
        return taken

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
