"""What statistics read of a store in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.codec import is_command
from engine.statistics import Asked, CaseHead, RoleLoad
from engine.statistics.footprint import READ_TYPES, Footprint, footprint
from engine.statistics.model import (
    WAITED,
    CaseSpan,
    Handled,
    Handling,
    LogPart,
    Mark,
    Marked,
    Overall,
    Passage,
    Place,
    StayAt,
    Stays,
    Version,
)
from engine.store.facts import micros
from engine.store.memory_state import MemoryState


class MemoryStatistics:
    """A StatisticsStore over dictionaries."""

    def __init__(self, memory: MemoryState) -> None:
        self._memory = memory
        self._kept: dict[str, tuple[int, Footprint]] = {}  # case -> length of its log

    def follow(self, asked: Asked | None, limit: int) -> int:
        """Nothing: what is asked for is made from the logs then."""
        return 0

    def _touched(self, asked: Asked) -> list[dict[str, Any]]:
        since, until = micros(asked.since), micros(asked.until)
        with self._memory.lock:
            return [
                row
                for row in self._memory.tables["process_instance"].values()
                if row["process"] == asked.process
                and asked.digest in (None, row["process_digest"])
                and row["started_at"] < until
                and (row["ended_at"] is None or row["ended_at"] >= since)
            ]

    def overall(self, asked: Asked, now: datetime) -> Overall:
        """Of every case that the period touches, when there are too many for their logs."""
        cases = self._touched(asked)
        known, at = {row["id"] for row in cases}, micros(now)
        with self._memory.lock:
            tables = self._memory.tables
            late = [
                row
                for row in tables["work_item"].values()
                if row["instance_id"] in known
                and row["due_at"] is not None
                and row["due_at"] < (at if row["ended_at"] is None else row["ended_at"])
            ]
            raised = [
                row["raised_at"]
                for row in tables["incident"].values()
                if row["instance_id"] in known
            ]
        spans = [(row["started_at"], row["ended_at"], row["open_incidents"]) for row in cases]
        return overall_of_rows(
            spans, [(row["instance_id"], row["due_at"], row["ended_at"]) for row in late], raised
        )

    def marked(self, asked: Asked) -> list[Marked]:
        """How often control came to each place in the period."""
        counted = Counter((one.mark, one.process, one.name) for _, one in self._passages(asked))
        return [Marked(*place, count) for place, count in sorted(counted.items())]

    def stays(self, asked: Asked) -> list[Stays]:
        """Every mark of WAITED that began in the period, by element and mark."""
        found: defaultdict[tuple[str, str, str], list[Passage]] = defaultdict(list)
        for _, one in self._passages(asked):
            if one.mark in WAITED:
                found[one.mark, one.process, one.name].append(one)
        return [
            Stays(*place, [one.came_at for one in every], [one.left_at for one in every])
            for place, every in found.items()
        ]

    def handled(self, asked: Asked, now: datetime) -> list[Handled]:
        """Every work item that began in the period, by element."""
        holds, found = _in(asked), defaultdict[Place, list[Handling]](list)
        for one in self._handlings(asked):
            if holds(one.created_at):
                found[one.process, one.element_id].append(one)
        at = micros(now)
        return [
            Handled(
                *place,
                items=len(every),
                people=len({one.by for one in every if one.done}),
                due=sum(one.due_at is not None for one in every),
                late=sum(_is_late(one, at) for one in every),
                returned=sum(one.returned for one in every),
                turns=[one.told() for one in every],
            )
            for place, every in found.items()
        ]

    def roles(self, asked: Asked) -> list[RoleLoad]:
        """The work that began or ended in the period, by the role that it was offered to."""
        holds, counts = _in(asked), dict[str, list[int]]()
        for one in self._handlings(asked):
            if holds(one.created_at) or holds(one.ended_at):
                row = counts.setdefault(one.role, [0, 0])
                row[0] += one.ended_at is None
                row[1] += one.done and holds(one.ended_at)
        return [RoleLoad(role, *row) for role, row in counts.items()]

    def stays_at(self, asked: Asked, place: Place) -> list[StayAt]:
        """Every stay and passing at this element that began in the period."""
        came = (*WAITED, Mark.PASSED)
        return [
            StayAt(case, one.came_at, one.left_at)
            for case, one in self._passages(asked)
            if (one.process, one.name) == place and one.mark in came
        ]

    def late_at(self, instance_ids: Sequence[str], place: Place, now: datetime) -> frozenset[str]:
        """Which of these cases have, or had, work at this element that was not done when due."""
        at = micros(now)
        with self._memory.lock:
            rows = [self._memory.tables["process_instance"][one,] for one in instance_ids]
        return frozenset(
            row["id"]
            for row in rows
            for one in self._footprint(row).handlings
            if (one.process, one.element_id) == place and _is_late(one, at)
        )

    def heads(self, instance_ids: Sequence[str]) -> list[CaseHead]:
        """These cases."""
        with self._memory.lock:
            rows = [self._memory.tables["process_instance"][one,] for one in instance_ids]
        return [CaseHead(row["id"], row["title"], row["number"], row["status"]) for row in rows]

    def _passages(self, asked: Asked) -> list[tuple[str, Passage]]:
        holds = _in(asked)
        return [
            (row["id"], one)
            for row in self._touched(asked)
            for one in self._footprint(row).passages
            if holds(one.came_at)
        ]

    def _handlings(self, asked: Asked) -> list[Handling]:
        rows = self._touched(asked)
        return [one for row in rows for one in self._footprint(row).handlings]

    def _footprint(self, case: Mapping[str, Any]) -> Footprint:
        with self._memory.lock:
            rows = list(self._memory.cases[case["id"]])
        length, found = self._kept.get(case["id"], (0, None))
        if found is None or length != len(rows):
            parts = [
                LogPart(row.instance_id, row.type, row.body)
                for row in rows
                if row.type in READ_TYPES or is_command(row.type)
            ]
            found = footprint(case["process"], parts)
            self._kept[case["id"]] = len(rows), found
        return found

    def versions(self, process: str) -> list[Version]:
        """The published versions of a process, newest first."""
        with self._memory.lock:
            found = self._memory.definitions.get(process, [])
            return [Version(one.version, one.digest, one.deployed_at) for one in reversed(found)]


def _in(asked: Asked) -> Callable[[int | None], bool]:
    since, until = micros(asked.since), micros(asked.until)
    return lambda moment: moment is not None and since <= moment < until


def _is_late(one: Handling, now: int) -> bool:
    ends = now if one.ended_at is None else one.ended_at
    return one.due_at is not None and one.due_at < ends


def overall_of_rows(
    spans: Iterable[Sequence[Any]], late: Iterable[Sequence[Any]], raised: Iterable[int]
) -> Overall:
    """From rows of (started, ended, open incidents), (case, due, ended) and moments."""
    items = list(late)
    return Overall(
        spans=[CaseSpan(*one) for one in spans],
        late=[due for _, due, _ in items],
        late_cases=len({case for case, _, ended in items if ended is None}),
        incidents=list(raised),
    )
