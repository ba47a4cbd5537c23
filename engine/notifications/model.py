"""What a notification is, what goes outside, and the port of the store that keeps both."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from engine.core.ids import UserId
from engine.views import LogRow


class NotificationKind(StrEnum):
    """Why somebody is told."""

    NEW = "new"  # work is offered to them
    TRANSFERRED = "transferred"  # 转办
    URGED = "urged"  # 催办
    REMINDED = "reminded"  # as the diagram declares
    OVERDUE = "overdue"
    ESCALATED = "escalated"  # work of theirs to supervise is late
    RETURNED = "returned"  # 退回
    TAKEN_BACK = "taken-back"  # 拿回: what they had to do, or said in the same round
    FOLLOW_UP = "follow-up"  # 跟进日期: the day has come
    COPIED = "copied"  # 抄送
    MENTIONED = "mentioned"  # @ in a comment
    ENDED = "ended"  # the case that they started
    DUE_MOVED = "due-moved"  # by an absence; to whom the company's policy names
    INCIDENT = "incident"
    REVIEW = "review"  # 复核: of another owner's draft of a process
    REVIEWED = "reviewed"  # what became of the draft that they handed in


ABOUT_WORK: Final = frozenset(
    {
        NotificationKind.NEW,
        NotificationKind.TRANSFERRED,
        NotificationKind.URGED,
        NotificationKind.REMINDED,
        NotificationKind.OVERDUE,
        NotificationKind.ESCALATED,
        NotificationKind.RETURNED,
        NotificationKind.FOLLOW_UP,
    }
)
"""What matters only while the work item is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One person is told one thing. `id` names the event and the person: the same for ever, so that
    a repetition is known. `about` holds the words: task, title, number, process, by, note, and
    `for` where the person is told as a substitute."""

    id: str
    user: UserId
    kind: NotificationKind
    instance_id: str
    at: datetime
    work_item_id: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    read_at: datetime | None = None
    number: int = 0  # given by the store; grows


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One notification on its way through one channel. `id` is its idempotency key; what goes out
    together (a digest) has one `batch`."""

    id: str
    notification_id: str
    user: UserId
    channel: str
    batch: str
    due_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """Work that needs no attention any more, of everybody or of all but one."""

    work_item_id: str
    at: datetime
    keeps: UserId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """An open work item of which something is to be told at that time."""

    work_item_id: str
    due_at: datetime
    kind: NotificationKind = NotificationKind.OVERDUE  # or FOLLOW_UP


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one stretch of the log means to people: all of it is kept together, or nothing."""

    after: int
    until: int
    notifications: Sequence[Notification] = ()
    deliveries: Sequence[Delivery] = ()
    over: Sequence[Over] = ()
    unwatched: Sequence[Watch] = ()
    watches: Sequence[Watch] = ()  # each in the place of the one of its kind, after `unwatched`


class Telling(NamedTuple):
    """What people are told of something that is no event of the log: kept together with it."""

    notifications: Sequence[Notification] = ()
    deliveries: Sequence[Delivery] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryState:
    """How a delivery stands, as an administrator sees it."""

    id: str
    user: UserId
    channel: str
    state: str
    attempts: int
    due_at: datetime | None
    done_at: datetime | None
    error: str


WAITING: Final = "waiting"
SENT: Final = "sent"
FAILED: Final = "failed"
MOOT: Final = "moot"


class NotificationStore(Protocol):
    """Keeps notifications beside the cases, in the same database as the log that they come from."""

    def cursor(self) -> int:
        """The number of the last row of the log that was told."""
        ...

    def settled(self) -> int:
        """The newest row number that no row in flight can still come before."""
        ...

    def fresh_rows(self, after: int, until: int, types: Sequence[str], limit: int) -> list[LogRow]:
        """Rows of these types, by number, after the one and up to the other."""
        ...

    def tell(self, told: Told) -> bool:
        """Keep it and move the cursor, in one transaction; False, and nothing is kept, when it is
        no longer at `after`. What is there already stays as it is."""
        ...

    def due_watches(
        self, now: datetime, limit: int, kind: NotificationKind = NotificationKind.OVERDUE
    ) -> list[Watch]: ...

    def notifications(
        self, user: UserId, *, before: int | None, unread: bool, limit: int
    ) -> list[Notification]:
        """Newest first."""
        ...

    def named(self, ids: Sequence[str]) -> list[Notification]: ...

    def unread(self, user: UserId) -> int: ...

    def mark_read(self, user: UserId, ids: Sequence[str] | None, at: datetime) -> int:
        """How many became read; None means all."""
        ...

    def newest(self) -> int:
        """The number of the newest notification; 0 without one."""
        ...

    def told_after(self, number: int) -> tuple[int, frozenset[UserId]]:
        """The newest number, and who was told something after this one."""
        ...

    def preferences(self, users: Collection[UserId]) -> Mapping[UserId, str]:
        """As they were kept; nothing for who has none."""
        ...

    def keep_preferences(self, user: UserId, body: str) -> None: ...

    def take(self, now: datetime, until: datetime, by: str, limit: int) -> list[Delivery]:
        """The batches that are due, whole, for this taker alone until then; each counts an attempt
        more. Who dies in between leaves them to be taken again after that."""
        ...

    def settle(
        self, ids: Sequence[str], state: str, at: datetime, error: str, again: datetime | None
    ) -> None:
        """How it went; `again` is when to try once more."""
        ...

    def deliveries(self, state: str, limit: int) -> list[DeliveryState]:
        """The latest of one state."""
        ...
