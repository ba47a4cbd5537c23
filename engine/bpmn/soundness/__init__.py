"""Soundness of control flow (van der Aalst): whether every case can finish, whatever it chooses.

Each level of a process is explored by itself; a finding's way begins at the start of the process
and goes through the enclosing sub-processes, so that it can be walked with the real engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from engine.bpmn.soundness.level import (
    Level,
    first_nodes,
    has_trigger,
    is_beside,
    levels_of,
    triggers,
)
from engine.bpmn.soundness.net import Move, Net
from engine.bpmn.soundness.search import Exploration, Steps, explore
from engine.core.definition import ProcessDefinition

Path = tuple[str, ...]
"""Element and flow ids in the order in which they were passed."""

_SHOWN: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Explored:
    """One level with what was found; `entry` leads from the start of the process into it."""

    level: Level
    found: Exploration
    entry: Path

    def path(self, steps: Steps) -> Path:
        """From the start of the process along these steps of the level."""
        return (*self.entry, *_ids(self.level, steps))

    def sentence(self, steps: Steps) -> str:
        """The same for people: elements only; the middle of a long one is left out."""
        elements = [one for one in self.path(steps) if one in self.level.process.elements]
        shown = elements
        if len(elements) > _SHOWN:
            shown = [*elements[:6], "…", *elements[-7:]]
        return " → ".join(shown)


def soundness_of(process: ProcessDefinition) -> tuple[Explored, ...]:
    """Every level that the structural rules accept, outer ones first; found once for a process."""
    return _explored(_Key(process))


class _Key:
    """Makes a process, which holds mappings, usable as a key by identity."""

    __slots__ = ("process",)

    def __init__(self, process: ProcessDefinition) -> None:
        self.process = process

    def __hash__(self) -> int:
        return id(self.process)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.process is self.process


@lru_cache(maxsize=8)
def _explored(key: _Key) -> tuple[Explored, ...]:
    found: dict[str | None, Explored] = {}
    for level in _outer_first(levels_of(key.process)):
        entry = _entry(level, found)
        found[level.scope] = Explored(level=level, found=explore(Net(level)), entry=entry)
    return tuple(found.values())


def _outer_first(levels: list[Level]) -> list[Level]:
    def depth(level: Level) -> int:
        count, scope = 0, level.scope
        while scope is not None:
            count, scope = count + 1, level.process.elements[scope].scope
        return count

    return sorted(levels, key=depth)


def _entry(level: Level, outer: dict[str | None, Explored]) -> Path:
    """The way to the sub-process. An event sub-process or a handler may begin at once."""
    if level.scope is None:
        return ()
    around = outer.get(level.process.elements[level.scope].scope)
    if around is None:
        return (level.scope,)
    return (*around.path(around.found.passed.get(level.scope, ())), level.scope)


def _ids(level: Level, steps: Iterable[Move]) -> list[str]:
    flows = level.process.flows
    found: list[str] = []
    for step in steps:
        found += step.passes
        found += [arrow for arrow in step.gives if arrow in flows]
    return found


__all__ = [
    "Exploration",
    "Explored",
    "Level",
    "Path",
    "Steps",
    "first_nodes",
    "has_trigger",
    "is_beside",
    "levels_of",
    "soundness_of",
    "triggers",
]
