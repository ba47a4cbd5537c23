"""Asks the store for what is kept of the cases of a period, and reports on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from engine.core.calendar import WorkingCalendar
from engine.core.definition import SUB_PROCESSES, Kind, ProcessDefinition
from engine.statistics.figures import Found, Frame, bottlenecks, elements, flows
from engine.statistics.intervals import intervals, totals, unit_of
from engine.statistics.model import (
    Asked,
    CaseAt,
    Place,
    Report,
    StatisticsStore,
    StayAt,
    Version,
    Where,
    micros,
    moment,
)
from engine.statistics.worktime import SECOND, WorkTime

SLICE: Final = 100
"""How many cases are followed in one transaction."""
AGAIN: Final = timedelta(minutes=5)
"""How often all processes are looked at for cases that have gone on."""


class Statistics:
    """Reports on processes. Safe between threads."""

    def __init__(self, store: StatisticsStore) -> None:
        self._store = store
        self._next: datetime | None = None

    def versions(self, process: str) -> list[Version]:
        """The published versions of a process, newest first."""
        return self._store.versions(process)

    def keep_up(self, now: datetime) -> int:
        """A part of the work that a report would have to do first: some cases of any process, so
        that reports need not wait. Returns of how many."""
        if self._next is not None and now < self._next:
            return 0
        done = self._store.follow(None, SLICE)
        if done < SLICE:
            self._next = now + AGAIN
        return done

    def _follow(self, asked: Asked) -> None:
        while self._store.follow(asked, SLICE) == SLICE:
            pass

    def report(
        self,
        asked: Asked,
        now: datetime,
        calendar: WorkingCalendar | None,
        containers: Collection[Place] = (),
    ) -> Report:
        """How the process ran. `containers`: sub-processes and call activities, see elements."""
        store = self._store
        self._follow(asked)
        overall = store.overall(asked, now)
        first = min((one.started_at for one in overall.spans), default=micros(now))
        frame = _frame(asked, first, now, calendar)
        marked = store.marked(asked)
        kept = Found(marked=marked, stays=store.stays(asked), handled=store.handled(asked, now))
        found = elements(frame, kept, containers)
        return Report(
            touched=len(overall.spans),
            by=unit_of(asked),
            measure="clock" if frame.work is None else "working",
            totals=totals(frame, overall),
            intervals=intervals(frame, overall),
            elements=found,
            flows=flows(marked),
            bottlenecks=bottlenecks(found),
            roles=tuple(
                sorted(store.roles(asked), key=lambda one: (-one.open - one.done, one.principal))
            ),
        )

    def cases(
        self, asked: Asked, where: Where, now: datetime, calendar: WorkingCalendar | None
    ) -> tuple[int, list[CaseAt]]:
        """How many cases came to an element in the period, and those that were there longest."""
        self._follow(asked)
        stays = self._store.stays_at(asked, where.place)
        first = min((one.came_at for one in stays), default=micros(now))
        found = _longest(_frame(asked, first, now, calendar), stays)
        found.sort(key=lambda one: (-one.by(where.measure), -one.clock, one.stay.instance_id))
        return len(found), self._with_heads(found[: where.most], where.place, now)

    def _with_heads(self, found: Sequence[_Case], place: Place, now: datetime) -> list[CaseAt]:
        ids = [one.stay.instance_id for one in found]
        heads = {one.id: one for one in self._store.heads(ids)}
        late = self._store.late_at(ids, place, now)
        return [
            CaseAt(
                head=heads[one.stay.instance_id],
                visits=one.visits,
                came_at=moment(one.stay.came_at),
                left_at=None if one.stay.left_at is None else moment(one.stay.left_at),
                clock=one.clock,
                working=one.working,
                late=one.stay.instance_id in late,
            )
            for one in found
        ]


class _Case(NamedTuple):
    """A case at an element, by its longest stay."""

    stay: StayAt
    visits: int
    clock: int
    working: int | None

    def by(self, measure: str) -> int:
        """How long, by the clock where working time is not known."""
        return self.clock if measure == "clock" or self.working is None else self.working


def _longest(frame: Frame, stays: Sequence[StayAt]) -> list[_Case]:
    cases: defaultdict[str, list[StayAt]] = defaultdict(list)
    for stay in stays:
        cases[stay.instance_id].append(stay)
    found = []
    for visits in cases.values():
        stay = max(visits, key=lambda one: frame.end(one.left_at) - one.came_at)
        ends, work = frame.end(stay.left_at), frame.work
        clock = (ends - stay.came_at) // SECOND
        working = None if work is None else work.between(stay.came_at, ends)
        found.append(_Case(stay, len(visits), clock, working))
    return found


def _frame(asked: Asked, first: int, now: datetime, calendar: WorkingCalendar | None) -> Frame:
    work = WorkTime(calendar, moment(first), now) if calendar else None
    return Frame(asked, micros(now), work)


def ways_in(
    process: ProcessDefinition, called: Callable[[str], ProcessDefinition | None]
) -> dict[str, ProcessDefinition]:
    """The process under the empty key, and all that it calls, directly or not, by their names."""
    found: dict[str, ProcessDefinition] = {"": process}
    waiting = [process]
    while waiting:
        for element in waiting.pop().elements.values():
            name = element.called_name if element.kind is Kind.CALL_ACTIVITY else ""
            if not name or name in found or name == process.key:
                continue
            definition = called(name)
            if definition is not None:
                found[name] = definition
                waiting.append(definition)
    return found


def containers_of(processes: dict[str, ProcessDefinition]) -> frozenset[Place]:
    """The elements that hold others, of all these processes."""
    return frozenset(
        (key, element.id)
        for key, process in processes.items()
        for element in process.elements.values()
        if element.kind in SUB_PROCESSES or element.kind is Kind.CALL_ACTIVITY
    )
