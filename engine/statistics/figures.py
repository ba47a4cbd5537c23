"""What is kept of cases -> the figures of elements, and where time is lost: pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from engine.statistics.model import (
    Asked,
    ElementFigures,
    Ending,
    FlowCount,
    Handled,
    Lost,
    Mark,
    Marked,
    Narrow,
    Place,
    Spread,
    Stays,
    Times,
    micros,
)
from engine.statistics.worktime import SECOND, WorkTime

NAMED: Final = 3
"""How many bottlenecks are named at most."""
WORTH_NAMING: Final = 10
"""Percent of all time lost: what takes less is no bottleneck."""
_NOT_COMING: Final = (Mark.FLOW, Mark.INCIDENT)


class Frame:
    """In what is counted and measured: the period, now, and working time where it is known.
    All moments are microseconds."""

    __slots__ = ("asked", "now", "since", "until", "work")

    def __init__(self, asked: Asked, now: int, work: WorkTime | None) -> None:
        self.asked, self.now, self.work = asked, now, work
        self.since, self.until = micros(asked.since), micros(asked.until)

    def holds(self, moment: int | None) -> bool:
        """Whether the moment is in the period."""
        return moment is not None and self.since <= moment < self.until

    def times(self, spans: Iterable[tuple[int, int]]) -> Times:
        """Of these spans by the clock and in working time."""
        found = list(spans)
        clock = spread((ends - begins) // SECOND for begins, ends in found)
        work = self.work
        return Times(clock, None if work is None else spread(work.between(*one) for one in found))

    def end(self, moment: int | None) -> int:
        """Now, where something goes on."""
        return self.now if moment is None else moment

    def measured(self, begins: int, ends: int | None) -> int:
        """Seconds of the measure that bottlenecks are named by, until now where it goes on."""
        ends = self.end(ends)
        if self.work is None:
            return max(0, (ends - begins) // SECOND)
        return self.work.between(begins, ends)


def spread(seconds: Iterable[int]) -> Spread:
    """By nearest rank: the value that so large a part of all is not above."""
    found = sorted(seconds)
    if not found:
        return Spread()
    count = len(found)
    return Spread(count, found[-(-count // 2) - 1], found[-(-count * 9 // 10) - 1], sum(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is kept of the period."""

    marked: Sequence[Marked]
    stays: Sequence[Stays]
    handled: Sequence[Handled]


@dataclass(slots=True)
class _At:
    """What was found at one element."""

    marks: dict[str, int] = field(default_factory=dict)
    stays: list[Stays] = field(default_factory=list)
    handled: Handled | None = None


def elements(
    frame: Frame, found: Found, containers: Collection[Place]
) -> tuple[ElementFigures, ...]:
    """The figures of every element that anything came to in the period. `containers` hold other
    elements: the time in them is lost inside, not at them."""
    places: defaultdict[Place, _At] = defaultdict(_At)
    for one in found.marked:
        if one.mark != Mark.FLOW:
            places[one.process, one.name].marks[one.mark] = one.marks
    for stays in found.stays:
        places[stays.process, stays.name].stays.append(stays)
    for handled in found.handled:
        places[handled.process, handled.element_id].handled = handled
    return tuple(_figures(frame, place, at, place in containers) for place, at in places.items())


def _figures(frame: Frame, place: Place, at: _At, holds_others: bool) -> ElementFigures:
    items = at.handled or Handled(*place, 0, 0, 0, 0, 0, ())
    waiting, in_hand, lost = _hands(frame, items.turns)
    if not items.items and not holds_others:
        lost = Lost(outside=_outside(frame, at.stays))
    return ElementFigures(
        process=place[0],
        element_id=place[1],
        visits=sum(count for mark, count in at.marks.items() if mark not in _NOT_COMING),
        open=at.marks.get(Mark.OPEN, 0),
        canceled=at.marks.get(Mark.CANCELED, 0),
        whole=frame.times(_spans(one for one in at.stays if one.mark == Mark.LEFT)),
        items=items.items,
        people=items.people,
        waiting=waiting,
        in_hand=in_hand,
        due=items.due,
        late=items.late,
        returned=items.returned,
        incidents=at.marks.get(Mark.INCIDENT, 0),
        lost=lost,
    )


def _spans(stays: Iterable[Stays]) -> Iterable[tuple[int, int]]:
    for one in stays:
        for came, left in zip(one.came, one.left, strict=True):
            if left is not None:
                yield came, left


def _outside(frame: Frame, stays: Iterable[Stays]) -> int:
    every = ((one.came, one.left) for one in stays)
    return sum(frame.measured(*one) for each in every for one in zip(*each, strict=True))


def _hands(frame: Frame, items: Iterable[Sequence[int]]) -> tuple[Times, Times, Lost]:
    """How long each work item that was done lay in nobody's hands, and in somebody's, all its
    stretches together; and how long all did, until now where they are open."""
    measures = [_clock] if frame.work is None else [_clock, frame.work.stretches]
    of_done: list[tuple[list[int], list[int]]] = [([], []) for _ in measures]
    lost = [0, 0]
    for held, ending, *turns in items:
        if ending == Ending.OPEN:
            turns.append(frame.now)
        for done, measure in zip(of_done, measures, strict=True):
            # Stretches take turns: every other one is in hand.
            told = measure(turns)
            sums = sum(told[held::2]), sum(told[1 - held :: 2])
            if ending == Ending.DONE:
                done[0].append(sums[0])
                done[1].append(sums[1])
        lost[0] += sums[0]
        lost[1] += sums[1]
    waiting, in_hand = (
        Times(spread(of_done[0][side]), None if len(measures) == 1 else spread(of_done[1][side]))
        for side in (0, 1)
    )
    return waiting, in_hand, Lost(waiting=lost[0], in_hand=lost[1])


def _clock(turns: Sequence[int]) -> list[int]:
    return [(ends - begins) // SECOND for begins, ends in pairwise(turns)]


def bottlenecks(found: Sequence[ElementFigures]) -> tuple[Narrow, ...]:
    """Where most time is lost, the longest sum first. The rule: of every element the time in which
    nobody had the work, in which somebody had it, and in which something outside was waited for;
    the three longest of these sums, each at least a tenth of all."""
    whole = sum(sum(one.lost) for one in found)
    sums = [
        Narrow(one.process, one.element_id, kind, seconds, seconds * 100 // whole)
        for one in found
        for kind, seconds in zip(("waiting", "in-hand", "outside"), one.lost, strict=True)
        if seconds
    ]
    sums.sort(key=lambda one: (-one.seconds, one.process, one.element_id))
    return tuple(one for one in sums[:NAMED] if one.share >= WORTH_NAMING)


def flows(marked: Iterable[Marked]) -> tuple[FlowCount, ...]:
    """How often each flow was taken in the period."""
    return tuple(FlowCount(*one[1:]) for one in marked if one.mark == Mark.FLOW)
