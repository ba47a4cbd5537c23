"""What statistics read of a store in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from engine.codec import is_command
from engine.statistics import Asked, CaseHead
from engine.statistics.model import CaseSpan, LogPart, Overall, Version
from engine.store.facts import from_micros, micros
from engine.store.memory_state import MemoryState


class MemoryStatistics:
    """A StatisticsStore over dictionaries."""

    def __init__(self, memory: MemoryState) -> None:
        self._memory = memory

    def touched(self, asked: Asked, most: int) -> tuple[int, list[CaseHead]]:
        """How many cases the period touches, and the heads of the newest of them."""
        rows = self._touched(asked)
        rows.sort(key=lambda row: (row["started_at"], row["id"]), reverse=True)
        heads = [
            CaseHead(
                row["id"], row["version"], row["process_digest"], row["title"], row["number"],
                row["status"], from_micros(row["started_at"]),
                None if row["ended_at"] is None else from_micros(row["ended_at"]),
                row["open_incidents"],
            )
            for row in rows[:most]
        ]  # fmt: skip
        return len(rows), heads

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

    def log_of(self, instance_ids: Sequence[str], types: Sequence[str]) -> list[LogPart]:
        """The rows of these types and all commands, by case, in order."""
        wanted = frozenset(types)
        with self._memory.lock:
            return [
                LogPart(row.instance_id, row.type, row.body)
                for number in sorted(instance_ids)
                for row in self._memory.cases[number]
                if row.type in wanted or is_command(row.type)
            ]

    def versions(self, process: str) -> list[Version]:
        """The published versions of a process, newest first."""
        with self._memory.lock:
            found = self._memory.definitions.get(process, [])
            return [Version(one.version, one.digest, one.deployed_at) for one in reversed(found)]


def overall_of_rows(
    spans: Iterable[Sequence[Any]], late: Iterable[Sequence[Any]], raised: Iterable[int]
) -> Overall:
    """From rows of (started, ended, open incidents), (case, due, ended) and moments, in
    microseconds."""
    items = list(late)
    return Overall(
        spans=[
            CaseSpan(from_micros(began), None if ended is None else from_micros(ended), stuck)
            for began, ended, stuck in spans
        ],
        late=[from_micros(due) for _, due, _ in items],
        late_cases=len({case for case, _, ended in items if ended is None}),
        incidents=[from_micros(one) for one in raised],
    )
