"""Asks the store for the cases of a period, keeps their footprints, and reports on them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import groupby
from threading import Lock
from typing import Final

from engine.core.calendar import WorkingCalendar
from engine.core.definition import SUB_PROCESSES, Kind, ProcessDefinition
from engine.statistics.figures import Frame, Place, bottlenecks, elements, flows, roles
from engine.statistics.footprint import READ_TYPES, footprint
from engine.statistics.intervals import intervals, overall_of, totals, unit_of
from engine.statistics.model import (
    Asked,
    CaseAt,
    CaseHead,
    Footprint,
    Report,
    StatisticsStore,
    Version,
)
from engine.statistics.worktime import WorkTime

MOST_CASES: Final = 2_000
"""How many logs one report reads; of more cases, those of the newest. Totals are of all."""
KEPT: Final = 5_000
"""How many footprints are kept between reports: an ended case never has another one."""

Known = Sequence[tuple[CaseHead, Footprint]]


class Statistics:
    """Reports on processes. Safe between threads."""

    def __init__(self, store: StatisticsStore, most: int = MOST_CASES) -> None:
        self._store, self._most = store, most
        self._kept: OrderedDict[tuple[str, int], Footprint] = OrderedDict()
        self._lock = Lock()

    def known(self, asked: Asked) -> tuple[int, Known]:
        """How many cases the period touches, and the newest of them with their footprints."""
        touched, heads = self._store.touched(asked, self._most)
        found = {one.id: self._footprint(one) for one in heads}
        missing = [one for one in heads if found[one.id] is None]
        if missing:
            found.update(self._read(asked.process, missing))
        return touched, [(one, kept) for one in heads if (kept := found[one.id]) is not None]

    def _footprint(self, head: CaseHead) -> Footprint | None:
        with self._lock:
            found = self._kept.get((head.id, head.version))
            if found is not None:
                self._kept.move_to_end((head.id, head.version))
            return found

    def _read(self, process: str, heads: Sequence[CaseHead]) -> dict[str, Footprint]:
        rows = self._store.log_of([one.id for one in heads], READ_TYPES)
        found = {
            number: footprint(process, parts)
            for number, parts in groupby(rows, key=lambda one: one.instance_id)
        }
        with self._lock:
            for head in heads:
                self._kept[head.id, head.version] = found[head.id]
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def versions(self, process: str) -> list[Version]:
        """The published versions of a process, newest first."""
        return self._store.versions(process)

    def report(
        self,
        asked: Asked,
        now: datetime,
        calendar: WorkingCalendar | None,
        containers: Collection[Place] = (),
    ) -> Report:
        """How the process ran. `containers`: sub-processes and call activities, see elements."""
        touched, known = self.known(asked)
        heads, prints = [one for one, _ in known], [one for _, one in known]
        every = None if touched == len(known) else self._store.overall(asked, now)
        first = min((one.started_at for one in (every.spans if every else heads)), default=now)
        frame = Frame(asked=asked, now=now, work=_work(calendar, first, now))
        overall = every or overall_of(frame, heads, prints)
        found = elements(frame, prints, containers)
        return Report(
            touched=touched,
            counted=len(known),
            by=unit_of(asked),
            measure="clock" if frame.work is None else "working",
            totals=totals(frame, overall),
            intervals=intervals(frame, overall),
            elements=found,
            flows=flows(frame, prints),
            bottlenecks=bottlenecks(found),
            roles=roles(frame, prints),
        )

    def cases(
        self, asked: Asked, place: Place, now: datetime, calendar: WorkingCalendar | None
    ) -> list[CaseAt]:
        """The cases that came to the element in the period, the longest there first."""
        _, known = self.known(asked)
        return cases_at(_frame(asked, now, calendar, known), known, place)


def _frame(asked: Asked, now: datetime, calendar: WorkingCalendar | None, known: Known) -> Frame:
    first = min((head.started_at for head, _ in known), default=now)
    return Frame(asked=asked, now=now, work=_work(calendar, first, now))


def _work(calendar: WorkingCalendar | None, first: datetime, now: datetime) -> WorkTime | None:
    return WorkTime(calendar, first, now) if calendar else None


def cases_at(frame: Frame, known: Known, place: Place) -> list[CaseAt]:
    """The cases with a visit of this element in the period, the longest visit first."""
    found = []
    for head, one in known:
        visits = [
            visit
            for visit in one.visits
            if (visit.process, visit.element_id) == place and frame.holds(visit.came_at)
        ]
        if not visits:
            continue
        longest = max(visits, key=lambda visit: (visit.left_at or frame.now) - visit.came_at)
        ends = longest.left_at or frame.now
        work = frame.work
        found.append(
            CaseAt(
                head=head,
                visits=len(visits),
                came_at=longest.came_at,
                left_at=longest.left_at,
                clock=int((ends - longest.came_at).total_seconds()),
                working=None if work is None else work.between(longest.came_at, ends),
                late=any(
                    item.is_late(frame.now)
                    for item in one.items
                    if (item.process, item.element_id) == place
                ),
            )
        )
    return sorted(found, key=lambda case: (-case.clock, case.head.id))


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
