"""The in-memory twin of the tables of saved filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

from engine.core.ids import Principal, UserId
from engine.filters import SavedFilter
from engine.ports import ReadModel
from engine.store.paging import COUNTED, MAX_LIMIT
from engine.views import InstanceQuery, Page, WorklistQuery


class MemoryFilters:
    """A FilterStore that is gone with the process."""

    def __init__(self, store: ReadModel) -> None:
        self._store = store
        self._lock = Lock()
        self._rows: dict[str, SavedFilter] = {}

    def filters(self, user: UserId, principals: Sequence[Principal]) -> list[SavedFilter]:
        with self._lock:
            rows = list(self._rows.values())
        theirs = [
            row for row in rows if row.owner == user or set(row.shared_with) & set(principals)
        ]
        return sorted(theirs, key=lambda row: (row.name, row.id))

    def filter(self, filter_id: str) -> SavedFilter | None:
        return self._rows.get(filter_id)

    def keep_filter(self, kept: SavedFilter) -> None:
        shared = tuple(sorted(kept.shared_with))
        with self._lock:
            self._rows[kept.id] = replace(kept, shared_with=shared)

    def drop_filter(self, filter_id: str) -> None:
        with self._lock:
            self._rows.pop(filter_id, None)

    def how_many(self, queries: Sequence[WorklistQuery | InstanceQuery]) -> list[int]:
        return [self._how_many(one) for one in queries]

    def _how_many(self, query: WorklistQuery | InstanceQuery) -> int:
        found, cursor = 0, None
        while found < COUNTED:
            page = self._page(query, cursor)
            found += len(page.items)
            cursor = page.next
            if cursor is None:
                break
        return min(found, COUNTED)

    def _page(self, query: WorklistQuery | InstanceQuery, cursor: str | None) -> Page:
        if isinstance(query, WorklistQuery):
            return self._store.worklist(replace(query, cursor=cursor, limit=MAX_LIMIT))
        return self._store.instances(replace(query, cursor=cursor, limit=MAX_LIMIT))
