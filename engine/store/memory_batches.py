"""The in-memory twin of the tables of batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock

from engine.batches.model import Batch, BatchItem, BatchStatus, Ended, ItemStatus
from engine.core.ids import UserId


class MemoryBatches:
    """A BatchStore that is gone with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._batches: dict[str, Batch] = {}
        self._items: dict[str, list[BatchItem]] = {}

    def add(self, batch: Batch, items: Sequence[BatchItem], forget_before: datetime) -> None:
        with self._lock:
            for old in list(self._batches.values()):
                if old.status is BatchStatus.PREVIEWED and old.made_at < forget_before:
                    del self._batches[old.id], self._items[old.id]
            self._batches[batch.id] = batch
            self._items[batch.id] = list(items)

    def batch(self, batch_id: str) -> Batch | None:
        with self._lock:
            found = self._batches.get(batch_id)
            return None if found is None else self._counted(found)

    def _counted(self, batch: Batch) -> Batch:
        counts = Counter(str(one.status) for one in self._items[batch.id])
        return replace(batch, counts=dict(counts))

    def batches(self, by: UserId | None, before: str | None, limit: int) -> list[Batch]:
        with self._lock:
            found = [
                self._counted(one)
                for one in self._batches.values()
                if one.status is not BatchStatus.PREVIEWED
                and by in (None, one.by)
                and (before is None or one.id < before)
            ]
        return sorted(found, key=lambda one: one.id, reverse=True)[:limit]

    def items(
        self, batch_id: str, status: ItemStatus | None, after: int, limit: int
    ) -> list[BatchItem]:
        with self._lock:
            found = [
                one
                for one in self._items.get(batch_id, ())
                if one.number > after and status in (None, one.status)
            ]
        return found[:limit]

    def start(self, batch_id: str, reason: str, at: datetime) -> bool:
        with self._lock:
            found = self._batches.get(batch_id)
            if found is None or found.status is not BatchStatus.PREVIEWED:
                return False
            started = replace(found, status=BatchStatus.RUNNING, reason=reason, started_at=at)
            self._batches[batch_id] = started
            return True

    def running(self) -> list[Batch]:
        with self._lock:
            found = [one for one in self._batches.values() if one.status is BatchStatus.RUNNING]
        return sorted(found, key=lambda one: one.id)

    def is_running(self, batch_id: str) -> bool:
        found = self._batches.get(batch_id)
        return found is not None and found.status is BatchStatus.RUNNING

    def end_item(self, batch_id: str, item: BatchItem, ended: Ended) -> None:
        with self._lock:
            self._items[batch_id] = [
                _after(one, item, ended) for one in self._items.get(batch_id, ())
            ]

    def finish(self, batch_id: str, status: BatchStatus, at: datetime) -> bool:
        with self._lock:
            found = self._batches.get(batch_id)
            if found is None or found.status is not BatchStatus.RUNNING:
                return False
            self._batches[batch_id] = replace(found, status=status, ended_at=at)
            self._items[batch_id] = [
                replace(one, status=ItemStatus.STOPPED) if one.status is ItemStatus.WAITING else one
                for one in self._items[batch_id]
            ]
            return True


def _after(one: BatchItem, item: BatchItem, ended: Ended) -> BatchItem:
    if one.status is not ItemStatus.WAITING:
        return one
    if one.number == item.number:
        return replace(one, status=ended.status, said=ended.said, ended_at=ended.at)
    same = one.instance_id == item.instance_id and one.version == item.version
    if same and ended.version is not None:
        return replace(one, version=ended.version)
    return one
