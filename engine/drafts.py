"""Drafts of forms: what somebody has typed and not sent, kept for them alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import orjson

from engine.codec import encode_plain
from engine.core.ids import UserId
from engine.core.values import Value, from_plain, to_plain
from engine.errors import CommandRejected, InvalidState

MAX_BYTES: Final = 256_000
KEPT: Final = timedelta(days=90)
"""How long a draft is kept that nobody touches."""
MOST_LISTED: Final = 50
ITEM: Final = "item"
START: Final = "start"


class DraftTooLarge(CommandRejected):
    """More than a person types."""

    kind = "too-large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whose draft of what: a work item by id, or the start of a process by key."""

    user: UserId
    kind: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One draft. `version` counts how often it was saved, so that two tabs know of each other."""

    version: int
    saved_at: datetime
    data: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A draft as it is stored: its data as canonical JSON in plain form."""

    version: int
    saved_at: datetime
    body: str


class DraftStore(Protocol):
    """Keeps drafts beside the cases; no part of the log."""

    def draft(self, place: Place) -> DraftRow | None: ...

    def starts(self, user: UserId, limit: int) -> list[tuple[str, datetime]]:
        """Keys of the processes that this person has begun to start, and when each draft was
        saved, newest first."""
        ...

    def save_draft(self, place: Place, row: DraftRow, forget_before: datetime) -> bool:
        """Keep it if the stored version is the one before (none, for version 1); False when it is
        not. Also forgets what this person has not touched since, and drafts of ended work."""
        ...

    def drop_draft(self, place: Place) -> None: ...


class Drafts:
    """Reads and keeps drafts. Their data is typed and bounded, and never validated."""

    def __init__(self, store: DraftStore) -> None:
        self._store = store

    def read(self, place: Place) -> Draft | None:
        """The draft as it was saved last."""
        row = self._store.draft(place)
        if row is None:
            return None
        return Draft(version=row.version, saved_at=row.saved_at, data=_read(row.body))

    def starts(self, user: UserId) -> list[tuple[str, datetime]]:
        """Keys of the processes that this person has begun to start, and when each draft was
        saved, newest first; at most 50."""
        return self._store.starts(user, MOST_LISTED)

    def save(self, place: Place, data: Mapping[str, Value], *, version: int, at: datetime) -> Draft:
        """Save over the draft of this version; 0 when there is none yet.

        Raises InvalidState when it was saved elsewhere in between: nothing is lost, and who saves
        reads that one first. Raises DraftTooLarge.
        """
        body = encode_plain(to_plain(data))
        if len(body) > MAX_BYTES:
            raise DraftTooLarge("草稿太大", f"Expected a draft of at most {MAX_BYTES} bytes")
        row = DraftRow(version=version + 1, saved_at=at, body=body.decode())
        if not self._store.save_draft(place, row, at - KEPT):
            raise InvalidState(
                "草稿已在别的窗口保存，请先读取",
                f"Expected to save over version {version} of the draft: it was saved elsewhere",
            )
        return Draft(version=row.version, saved_at=at, data=data)

    def drop(self, place: Place) -> None:
        """Forget the draft; one that is not there is forgotten too."""
        self._store.drop_draft(place)


def _read(body: str) -> Mapping[str, Value]:
    plain: Any = from_plain(orjson.loads(body))
    return plain if isinstance(plain, Mapping) else {}
