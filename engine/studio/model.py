"""What the studio keeps: drafts with their files, the review of a draft, and records of both."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from engine.notifications.model import Telling

MAX_TEXT: Final = 900_000
"""Characters of one file; the larger part of a request's body."""
MAX_FILES: Final = 40


class Origin(StrEnum):
    """Where a draft comes from."""

    PUBLISHED = "published"
    NEW = "new"
    IMPORT = "import"
    VERSION = "version"  # an earlier one, to be published anew


class ReviewState(StrEnum):
    """How the review of a draft stands; any change of its content ends it."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"


class Act(StrEnum):
    """What happened to a draft, as the records say it."""

    BEGUN = "begun"
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled-back"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioFile:
    """One file of a draft. `base` is the digest of the published file that it was made from, empty
    for a new one: what was published since is never overwritten unseen."""

    name: str
    text: str
    base: str = ""

    @property
    def digest(self) -> str:
        """As the file would be published."""
        return digest_of(self.text.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The question to another owner, and the answer. `digest` is the content that was shown."""

    state: ReviewState
    digest: str
    asked_by: str
    asked_at: datetime
    note: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioDraft:
    """The one draft of a process. `version` counts how often it was saved or judged."""

    key: str
    version: int
    origin: Origin
    based_on: int  # the published version; 0 without one
    created_by: str
    created_at: datetime
    saved_by: str
    saved_at: datetime
    authors: tuple[str, ...]  # everybody who has changed the content
    files: tuple[StudioFile, ...]
    review: Review | None = None

    @property
    def digest(self) -> str:
        """Of the whole content: names and texts."""
        lines = sorted(f"{file.name}\0{file.digest}" for file in self.files)
        return digest_of("\n".join(lines).encode())

    def file(self, name: str) -> StudioFile | None:
        """The file of this name."""
        return next((one for one in self.files if one.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftHead:
    """What lists show of a draft."""

    key: str
    saved_by: str
    saved_at: datetime
    review: ReviewState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One act on drafts of a process; never changed. `version` is the published one, 0 if none."""

    key: str
    at: datetime
    by: str
    act: Act
    digest: str
    note: str = ""
    version: int = 0
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersion:
    """One version of a process as the catalogue has it."""

    version: int
    digest: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many cases run now, how many incidents are open, how much open work is overdue."""

    running: int = 0
    incidents: int = 0
    overdue: int = 0


NOTHING: Final = Telling()
"""Nobody is told."""


class StudioStore(Protocol):
    """Keeps drafts and records beside the catalogue; no part of the log of cases."""

    def draft(self, key: str) -> StudioDraft | None: ...

    def drafts(self) -> list[DraftHead]: ...

    def keep(
        self, draft: StudioDraft, record: Record | None = None, telling: Telling = NOTHING
    ) -> bool:
        """Store it, with the record and what people are told, all of it or nothing, if the stored
        version is the one before (none, for version 1); False when it is not."""
        ...

    def drop(self, key: str, version: int, record: Record) -> bool:
        """Forget the draft if this is its version; the record is kept either way."""
        ...

    def records(self, key: str) -> list[Record]:
        """The oldest first."""
        ...

    def versions(self, key: str) -> list[PublishedVersion]:
        """The newest first."""
        ...

    def resources(self, kind: str) -> list[str]:
        """The ids of everything of a kind that is published, in order."""
        ...

    def figures(self, now: datetime) -> Mapping[str, Figures]:
        """By process, in a constant number of statements."""
        ...


def digest_of(content: bytes) -> str:
    """As the catalogue names content."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def figures_of(
    running: Mapping[str, int], stuck: Mapping[str, int], late: Mapping[str, int]
) -> Mapping[str, Figures]:
    """Three counts by process, side by side."""
    return {
        key: Figures(
            running=running.get(key, 0), incidents=stuck.get(key, 0), overdue=late.get(key, 0)
        )
        for key in {*running, *stuck, *late}
    }
