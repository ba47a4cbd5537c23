"""Lays the steps of two cases side by side: what both did, what only one, where they parted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from engine.history.places import Spot
from engine.history.playback import Step, Way

MOST: Final = 2_000
"""Steps of each case that are compared: the first."""


Parted = tuple[Spot, tuple[Way, ...], tuple[Way, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A step of each case that are the same, or one that only one case has. `parted` are the
    places from which they then went on differently, with the ways of both."""

    left: Step | None
    right: Step | None
    parted: tuple[Parted, ...] = ()

    @property
    def kind(self) -> str:
        """`same`, `left`, `right` or `other-way`."""
        if self.left is None:
            return "right"
        if self.right is None:
            return "left"
        return "other-way" if self.parted else "same"


def aligned(left: Sequence[Step], right: Sequence[Step]) -> Iterator[Pair]:
    """The steps of both in order. Steps are the same that do the same at the same element."""
    matcher = SequenceMatcher(None, _keys(left), _keys(right), autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(left[i1:i2], right[j1:j2], strict=True):
                yield Pair(left=one, right=other, parted=tuple(_parted(one, other)))
            continue
        yield from (Pair(left=one, right=None) for one in left[i1:i2])
        yield from (Pair(left=None, right=other) for other in right[j1:j2])


def _keys(steps: Sequence[Step]) -> list[tuple[str, Spot, int]]:
    return [
        (type(one.envelope.command).__name__, (one.process, one.element_id or ""), one.part)
        for one in steps
    ]


def _parted(left: Step, right: Step) -> Iterator[Parted]:
    for spot in dict.fromkeys(map(_at, (*left.ways, *right.ways))):
        ours = tuple(way for way in left.ways if _at(way) == spot)
        theirs = tuple(way for way in right.ways if _at(way) == spot)
        if ours and theirs and [w.flow_id for w in ours] != [w.flow_id for w in theirs]:
            yield spot, ours, theirs


def _at(way: Way) -> Spot:
    return way.process, way.element_id
