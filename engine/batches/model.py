"""What a batch is: an operation over a declared selection, and the items that were previewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from engine.core.ids import UserId
from engine.errors import Text

MOST: Final = 1_000
"""Items of one batch: more than anybody looks through."""
MOST_SCANNED: Final = 5_000
"""Cases that one preview looks at."""
KEPT: Final = timedelta(days=1)
"""How long a preview can be run."""
NOTHING: Final = Text(zh="", en="")


class Action(StrEnum):
    """What is done with each item."""

    RETRY = "retry"
    SUSPEND = "suspend"
    RESUME = "resume"
    TERMINATE = "terminate"
    MOVE = "move"
    TRANSFER = "transfer"


class ItemStatus(StrEnum):
    """What has become of an item. `barred`: the preview already said that it would be refused."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    CHANGED = "changed"
    FAILED = "failed"
    STOPPED = "stopped"
    BARRED = "barred"


class BatchStatus(StrEnum):
    """Where a batch stands."""

    PREVIEWED = "previewed"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which active cases, incidents (to retry) or work items (to transfer); all conditions hold.

    `ids` are of cases, incidents or work items, as the action needs. `text` is part of an
    incident's reason, or what a case list finds cases by. `kind` is of an incident.
    """

    process: str = ""
    version: int | None = None
    suspended: bool | None = None
    element: str = ""
    started_before: datetime | None = None
    kind: str = ""
    text: str = ""
    ids: tuple[str, ...] = ()

    def is_open(self) -> bool:
        """Whether it names nothing at all, so that it would mean every case."""
        return self == Selection(suspended=self.suspended, started_before=self.started_before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An operation over a selection. `to` is the element to move to, or who takes over; `of` whose
    work is transferred."""

    action: Action
    selection: Selection = field(default_factory=Selection)
    to: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One thing that the batch touches: `subject` is the incident or work item, else the case.

    `version` is the case's when it was previewed: one that has moved on is not touched.
    """

    number: int
    instance_id: str
    subject: str
    version: int
    title: str
    element_id: str = ""
    where: Text = NOTHING
    status: ItemStatus = ItemStatus.WAITING
    said: Text = NOTHING
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One batch without its items. `roles` are those that the login session added to `by`."""

    id: str
    by: UserId
    asked: Asked
    digest: str
    made_at: datetime
    roles: tuple[str, ...] = ()
    reason: str = ""
    status: BatchStatus = BatchStatus.PREVIEWED
    started_at: datetime | None = None
    ended_at: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)  # items by status


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What has become of an item; `version` is the case's after what was done to it."""

    status: ItemStatus
    at: datetime
    said: Text = NOTHING
    version: int | None = None


class BatchStore(Protocol):
    """Keeps batches and their items beside the cases; durable when a call returns."""

    def add(self, batch: Batch, items: Sequence[BatchItem], forget_before: datetime) -> None:
        """Keep a preview; previews from before that time are forgotten."""
        ...

    def batch(self, batch_id: str) -> Batch | None: ...

    def batches(self, by: UserId | None, before: str | None, limit: int) -> list[Batch]:
        """Those that were run, newest first; None: everybody's. `before` is an id."""
        ...

    def items(
        self, batch_id: str, status: ItemStatus | None, after: int, limit: int
    ) -> list[BatchItem]:
        """In order, from after that number on."""
        ...

    def start(self, batch_id: str, reason: str, at: datetime) -> bool:
        """Whether it was a preview until now."""
        ...

    def running(self) -> list[Batch]:
        """The oldest first, without counts."""
        ...

    def is_running(self, batch_id: str) -> bool: ...

    def end_item(self, batch_id: str, item: BatchItem, ended: Ended) -> None:
        """Once: an item that has ended stays so. Later items of the same case wait for it as it
        is now."""
        ...

    def finish(self, batch_id: str, status: BatchStatus, at: datetime) -> bool:
        """End one that runs; what still waits stays untouched. Whether it ran until now."""
        ...
