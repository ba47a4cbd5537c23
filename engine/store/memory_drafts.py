"""The in-memory twin of the table of drafts."""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from engine.core.ids import UserId
from engine.drafts import START, DraftRow, Place


class MemoryDrafts:
    """A DraftStore that is gone with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rows: dict[Place, DraftRow] = {}

    def draft(self, place: Place) -> DraftRow | None:
        return self._rows.get(place)

    def starts(self, user: UserId, limit: int) -> list[tuple[str, datetime]]:
        mine = [
            (place.subject, row.saved_at)
            for place, row in self._rows.items()
            if place.user == user and place.kind == START
        ]
        return sorted(sorted(mine), key=lambda one: one[1], reverse=True)[:limit]

    def save_draft(self, place: Place, row: DraftRow, forget_before: datetime) -> bool:
        with self._lock:
            known = self._rows.get(place)
            if (known.version if known else 0) != row.version - 1:
                return False
            self._rows[place] = row
            for other, kept in list(self._rows.items()):
                if other.user == place.user and kept.saved_at < forget_before:
                    del self._rows[other]
            return True

    def drop_draft(self, place: Place) -> None:
        with self._lock:
            self._rows.pop(place, None)
