"""The in-memory twin of the studio's tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from engine.notifications.model import Telling
from engine.store.memory_notifications import MemoryNotifications
from engine.store.memory_state import MemoryState
from engine.store.projections import micros
from engine.studio.model import (
    NOTHING,
    DraftHead,
    Figures,
    PublishedVersion,
    Record,
    StudioDraft,
    figures_of,
)


class MemoryStudio:
    """A StudioStore that is gone with the process."""

    def __init__(self, memory: MemoryState, told: MemoryNotifications) -> None:
        self._memory, self._told = memory, told
        self._drafts: dict[str, StudioDraft] = {}
        self._records: list[Record] = []

    def draft(self, key: str) -> StudioDraft | None:
        return self._drafts.get(key)

    def drafts(self) -> list[DraftHead]:
        with self._memory.lock:
            return [
                DraftHead(
                    key=one.key,
                    saved_by=one.saved_by,
                    saved_at=one.saved_at,
                    review=one.review.state if one.review else None,
                )
                for _, one in sorted(self._drafts.items())
            ]

    def keep(
        self, draft: StudioDraft, record: Record | None = None, telling: Telling = NOTHING
    ) -> bool:
        with self._memory.lock:
            known = self._drafts.get(draft.key)
            if (known.version if known else 0) != draft.version - 1:
                return False
            self._told.add(telling)
            self._drafts[draft.key] = draft
            if record is not None:
                self._records.append(record)
            return True

    def drop(self, key: str, version: int, record: Record) -> bool:
        with self._memory.lock:
            self._records.append(record)
            known = self._drafts.get(key)
            if known is None or known.version != version:
                return False
            del self._drafts[key]
            return True

    def records(self, key: str) -> list[Record]:
        return [one for one in self._records if one.key == key]

    def versions(self, key: str) -> list[PublishedVersion]:
        with self._memory.lock:
            views = self._memory.definitions.get(key, [])
            return [
                PublishedVersion(
                    version=one.version, digest=one.digest, at=one.deployed_at, by=one.deployed_by
                )
                for one in reversed(views)
            ]

    def resources(self, kind: str) -> list[str]:
        with self._memory.lock:
            return sorted(name for found, name in self._memory.resources if found == kind)

    def figures(self, now: datetime) -> Mapping[str, Figures]:
        with self._memory.lock:
            tables = self._memory.tables
            cases = tables["process_instance"]
            running = Counter(row["process"] for row in cases.values() if row["status"] == "active")
            stuck = Counter(
                cases[row["instance_id"],]["process"]
                for row in tables["incident"].values()
                if row["resolved_at"] is None
            )
            late = Counter(
                process
                for process, _ in {
                    (row["process"], row["work_item_id"])
                    for row in tables["inbox"].values()
                    if row["due_at"] < micros(now)
                }
            )
        return figures_of(running, stuck, late)
