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
    FlowCount,
    Handling,
    Lost,
    Mark,
    Marked,
    Narrow,
    Passage,
    Place,
    Spread,
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


@dataclass(slots=True)
class _At:
    """What was found at one element."""

    marks: dict[str, int] = field(default_factory=dict)
    stays: list[Passage] = field(default_factory=list)
    items: list[Handling] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is kept of the period."""

    marked: Sequence[Marked]
    stays: Sequence[Passage]
    handlings: Sequence[Handling]


def elements(
    frame: Frame, found: Found, containers: Collection[Place]
) -> tuple[ElementFigures, ...]:
    """The figures of every element that anything came to in the period. `containers` hold other
    elements: the time in them is lost inside, not at them."""
    places: defaultdict[Place, _At] = defaultdict(_At)
    for mark, process, name, count in found.marked:
        if mark != Mark.FLOW:
            places[process, name].marks[mark] = count
    for stay in found.stays:
        places[stay[1], stay[2]].stays.append(stay)
    for item in found.handlings:
        places[item[0], item[1]].items.append(item)
    return tuple(_figures(frame, place, at, place in containers) for place, at in places.items())


def _figures(frame: Frame, place: Place, at: _At, holds_others: bool) -> ElementFigures:
    done = [one for one in at.items if one.done]
    due = [one.due_at < frame.end(one.ended_at) for one in at.items if one.due_at is not None]
    hands = [_in_hand_and_not(frame, one) for one in done]
    return ElementFigures(
        process=place[0],
        element_id=place[1],
        visits=sum(count for mark, count in at.marks.items() if mark not in _NOT_COMING),
        open=at.marks.get(Mark.OPEN, 0),
        canceled=at.marks.get(Mark.CANCELED, 0),
        whole=frame.times(
            (came, left) for mark, _, _, came, left in at.stays if mark == Mark.LEFT and left
        ),
        items=len(at.items),
        people=len({one.by for one in done}),
        waiting=_times(frame, [one[False] for one in hands]),
        in_hand=_times(frame, [one[True] for one in hands]),
        due=len(due),
        late=sum(due),
        returned=sum(one.returned for one in at.items),
        incidents=at.marks.get(Mark.INCIDENT, 0),
        lost=_lost(frame, at, holds_others),
    )


Hands = tuple[tuple[int, int], tuple[int, int]]
"""Seconds by the clock and of working time: in nobody's hands, then in somebody's."""


def _in_hand_and_not(frame: Frame, item: Handling) -> Hands:
    """All stretches of a work item that has ended together."""
    clock, working = [0, 0], [0, 0]
    held, work = item.in_hand, frame.work
    for begins, ends in pairwise(item.turns):
        clock[held] += (ends - begins) // SECOND
        if work is not None:
            working[held] += work.between(begins, ends)
        held = not held
    return (clock[0], working[0]), (clock[1], working[1])


def _times(frame: Frame, found: Sequence[tuple[int, int]]) -> Times:
    working = None if frame.work is None else spread(one for _, one in found)
    return Times(spread(one for one, _ in found), working)


def _lost(frame: Frame, at: _At, holds_others: bool) -> Lost:
    if at.items:
        lost = [0, 0]
        for item in at.items:
            held, turns = item.in_hand, item.turns
            for begins, ends in pairwise(turns if item.ended_at else (*turns, frame.now)):
                lost[held] += frame.measured(begins, ends)
                held = not held
        return Lost(waiting=lost[False], in_hand=lost[True])
    if holds_others:
        return Lost()
    return Lost(outside=sum(frame.measured(stay.came_at, stay.left_at) for stay in at.stays))


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
