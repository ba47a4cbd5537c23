"""What every block of a random process is: a drawing, a meaning and its parts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.core.values import Value
from engine.fuzz.meaning import Region, Then
from engine.fuzz.pen import Pen

Ends = tuple[str, tuple[str, ...]]
"""The first element of a drawn block and those from which control leaves it, if it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(ABC):
    """One block. `id` is that of its main element; its other elements add a letter."""

    id: str

    @abstractmethod
    def draw(self, pen: Pen) -> Ends:
        """Draw it; flows into it go to the first element, flows out of it start at the last."""

    @abstractmethod
    def run(self, region: Region, then: Then) -> None:
        """What happens when a token comes; `then` when it leaves, at once or later."""

    @property
    def parts(self) -> tuple[Block, ...]:
        """The blocks inside."""
        return ()

    @property
    def ends(self) -> bool:
        """Whether every token that comes in is used up inside."""
        return False

    def own_variables(self) -> Mapping[str, Value]:
        """The variables that fix its choices, without those of its parts."""
        return {}

    def names(self) -> frozenset[str]:
        """Variables that appear while it runs."""
        return frozenset()


def single(pen: Pen, lasts: tuple[str, ...], merge: str) -> str:
    """One element from which control leaves; several meet in an exclusive gateway of this id."""
    if len(lasts) == 1:
        return lasts[0]
    pen.node("exclusiveGateway", merge)
    for last in lasts:
        pen.flow(last, merge)
    return merge


def every(block: Block) -> Iterator[Block]:
    """The block and all inside of it, but not what it calls."""
    yield block
    for part in block.parts:
        yield from every(part)


def variables_of(block: Block) -> dict[str, Value]:
    """The variables that a process must start with, so that its choices fall as intended."""
    found: dict[str, Value] = {}
    for one in every(block):
        found.update(one.own_variables())
    return found


def names_of(block: Block) -> frozenset[str]:
    """Every variable that the process may have."""
    return frozenset(variables_of(block)).union(*(one.names() for one in every(block)))
