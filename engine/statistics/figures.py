"""Footprints -> the figures of elements, flows, roles, and where time is lost: pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from engine.statistics.footprint import offered_to
from engine.statistics.model import (
    Asked,
    ElementFigures,
    FlowCount,
    Footprint,
    Item,
    Lost,
    Narrow,
    RoleLoad,
    Spread,
    Times,
    Visit,
)
from engine.statistics.worktime import WorkTime

NAMED: Final = 3
"""How many bottlenecks are named at most."""
WORTH_NAMING: Final = 10
"""Percent of all time lost: what takes less is no bottleneck."""
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """In what is counted and measured: the period, now, and working time where it is known."""

    asked: Asked
    now: datetime
    work: WorkTime | None

    def holds(self, moment: datetime | None) -> bool:
        """Whether the moment is in the period."""
        return moment is not None and self.asked.since <= moment < self.asked.until

    def times(self, spans: Iterable[tuple[datetime, datetime]]) -> Times:
        """Of these spans by the clock and in working time."""
        found = list(spans)
        clock = spread((ends - begins) // _SECOND for begins, ends in found)
        work = self.work
        return Times(clock, None if work is None else spread(work.between(*one) for one in found))

    def measured(self, begins: datetime, ends: datetime | None) -> int:
        """Seconds of the measure that bottlenecks are named by, until now where it goes on."""
        ends = ends or self.now
        if self.work is None:
            return max(0, (ends - begins) // _SECOND)
        return self.work.between(begins, ends)


def spread(seconds: Iterable[int]) -> Spread:
    """By nearest rank: the value that so large a part of all is not above."""
    found = sorted(seconds)
    if not found:
        return Spread()
    count = len(found)
    return Spread(count, found[-(-count // 2) - 1], found[-(-count * 9 // 10) - 1], sum(found))


Place = tuple[str, str]


@dataclass(slots=True)
class _At:
    """What was found at one element."""

    visits: list[Visit] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    incidents: int = 0


def elements(
    frame: Frame, footprints: Iterable[Footprint], containers: Collection[Place]
) -> tuple[ElementFigures, ...]:
    """The figures of every element that anything came to in the period. `containers` hold other
    elements: the time in them is lost inside, not at them."""
    places: defaultdict[Place, _At] = defaultdict(_At)
    for one in footprints:
        for visit in one.visits:
            if frame.holds(visit.came_at):
                places[visit.process, visit.element_id].visits.append(visit)
        for item in one.items:
            if frame.holds(item.created_at):
                places[item.process, item.element_id].items.append(item)
        for incident in one.incidents:
            if frame.holds(incident.at):
                places[incident.process, incident.id].incidents += 1
    return tuple(
        _figures(frame, place, found, place in containers) for place, found in places.items()
    )


def _figures(frame: Frame, place: Place, found: _At, holds_others: bool) -> ElementFigures:
    ended = [one for one in found.visits if one.waited and one.left_at and not one.canceled]
    done = [one for one in found.items if one.completed]
    due = [one for one in found.items if one.due_at is not None]
    return ElementFigures(
        process=place[0],
        element_id=place[1],
        visits=len(found.visits),
        open=sum(one.left_at is None for one in found.visits),
        canceled=sum(one.canceled for one in found.visits),
        whole=frame.times((one.came_at, one.left_at) for one in ended if one.left_at),
        items=len(found.items),
        people=len({one.by for one in done}),
        waiting=_in(frame, done, in_hand=False),
        in_hand=_in(frame, done, in_hand=True),
        due=len(due),
        late=sum(one.is_late(frame.now) for one in due),
        returned=sum(one.returned for one in found.items),
        incidents=found.incidents,
        lost=_lost(frame, found, holds_others),
    )


def _in(frame: Frame, items: Iterable[Item], *, in_hand: bool) -> Times:
    """How long each work item was in somebody's hands, or in nobody's, all stretches together."""
    clock, working = [], []
    for item in items:
        spans = [(s.begins, s.ends) for s in item.stretches if s.in_hand == in_hand and s.ends]
        clock.append(sum((ends - begins) // _SECOND for begins, ends in spans))
        if frame.work is not None:
            working.append(sum(frame.work.between(*one) for one in spans))
    return Times(spread(clock), spread(working) if frame.work is not None else None)


def _lost(frame: Frame, found: _At, holds_others: bool) -> Lost:
    if found.items:
        lost = {True: 0, False: 0}
        for stretch in (one for item in found.items for one in item.stretches):
            lost[stretch.in_hand] += frame.measured(stretch.begins, stretch.ends)
        return Lost(waiting=lost[False], in_hand=lost[True])
    if holds_others:
        return Lost()
    waited = (frame.measured(v.came_at, v.left_at) for v in found.visits if v.waited)
    return Lost(outside=sum(waited))


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


def flows(frame: Frame, footprints: Iterable[Footprint]) -> tuple[FlowCount, ...]:
    """How often each flow was taken in the period."""
    counted = Counter(
        (flow.process, flow.id) for one in footprints for flow in one.flows if frame.holds(flow.at)
    )
    return tuple(FlowCount(*place, count) for place, count in counted.items())


def roles(frame: Frame, footprints: Iterable[Footprint]) -> tuple[RoleLoad, ...]:
    """The work of the period by the role that it was offered to. People are never told apart."""
    counts: dict[str, list[int]] = {}
    for item in (item for one in footprints for item in one.items):
        begun = frame.holds(item.created_at)
        if begun or frame.holds(item.ended_at):
            row = counts.setdefault(offered_to(item) or "", [0, 0])
            row[0] += item.ended_at is None
            row[1] += item.completed and frame.holds(item.ended_at)
    return _sorted(counts)


def _sorted(counts: Mapping[str, Sequence[int]]) -> tuple[RoleLoad, ...]:
    loads = [RoleLoad(principal, *row) for principal, row in counts.items()]
    return tuple(sorted(loads, key=lambda one: (-one.open - one.done, one.principal)))
