"""What is asked of the statistics, what the store gives for it, and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from engine.core.ids import Principal, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Of which process, of which version of it (None: of all), and of which period."""

    process: str
    since: datetime
    until: datetime  # not in it any more
    digest: str | None = None


class CaseHead(NamedTuple):
    """One case that the period touches, as its header says."""

    id: str
    version: int  # of its log: the same version has the same footprint
    digest: str
    title: str
    number: str
    status: str
    started_at: datetime
    ended_at: datetime | None
    open_incidents: int


class LogPart(NamedTuple):
    """One row of a case's log, still encoded."""

    instance_id: str
    type: str
    body: bytes


class Version(NamedTuple):
    """One published version of a process."""

    version: int
    digest: str
    deployed_at: datetime


class CaseSpan(NamedTuple):
    """When a case began and ended, and whether it is stuck."""

    started_at: datetime
    ended_at: datetime | None
    open_incidents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """What totals and intervals are counted from, of every case that the period touches."""

    spans: Sequence[CaseSpan]
    late: Sequence[datetime]  # when each work item that was, or is, late was due
    late_cases: int  # cases with such work that is still open
    incidents: Sequence[datetime]  # when each was raised


class StatisticsStore(Protocol):
    """What statistics read: a fixed number of statements each, however many cases there are."""

    def versions(self, process: str) -> list[Version]:
        """The published versions of a process, newest first."""
        ...

    def touched(self, asked: Asked, most: int) -> tuple[int, list[CaseHead]]:
        """How many cases the period touches, and the heads of the newest of them."""
        ...

    def overall(self, asked: Asked, now: datetime) -> Overall:
        """Of every case that the period touches, when there are too many for their logs."""
        ...

    def log_of(self, instance_ids: Sequence[str], types: Sequence[str]) -> list[LogPart]:
        """The rows of these types and all commands, by case, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Control was at an element. `waited` is false for what control only passes through."""

    process: str  # key of the called process; empty in the case's own
    element_id: str
    came_at: datetime
    left_at: datetime | None
    waited: bool = True
    canceled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time in which a work item was in somebody's hands, or in nobody's."""

    begins: datetime
    ends: datetime | None
    in_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One work item: what the log says of it."""

    process: str
    element_id: str
    created_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    completed: bool
    by: UserId | None
    candidates: tuple[Principal, ...]
    returned: int
    stretches: tuple[Stretch, ...]

    def is_late(self, now: datetime) -> bool:
        """Whether it was, or is, not done by its due time."""
        return self.due_at is not None and (self.ended_at or now) > self.due_at


class Moved(NamedTuple):
    """A sequence flow was taken, or an incident raised at an element."""

    process: str
    id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """Everything that statistics want to know of one case."""

    visits: tuple[Visit, ...]
    items: tuple[Item, ...]
    flows: tuple[Moved, ...]
    incidents: tuple[Moved, ...]


class Spread(NamedTuple):
    """Whole seconds: the middle and the ninth tenth by nearest rank, and the sum."""

    of: int = 0
    median: int = 0
    p90: int = 0
    total: int = 0


class Times(NamedTuple):
    """By the clock, and in working time by the company's calendar; without one None."""

    clock: Spread
    working: Spread | None


class Lost(NamedTuple):
    """All time that cases have lain there, until now where they still do, in seconds of the
    measure that bottlenecks are named by: working time, or the clock's without a calendar."""

    waiting: int = 0
    in_hand: int = 0
    outside: int = 0  # of what no person does: timers, messages, connectors


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementFigures:
    """One element in the period: visits that began in it, and the work items of those."""

    process: str
    element_id: str
    visits: int
    open: int
    canceled: int
    whole: Times  # of visits that have ended
    items: int
    people: int  # how many different people have done it; never who
    waiting: Times  # nobody has taken it; of items that were completed
    in_hand: Times
    due: int
    late: int
    returned: int
    incidents: int
    lost: Lost


class FlowCount(NamedTuple):
    """How often a sequence flow was taken in the period."""

    process: str
    flow_id: str
    taken: int


class Narrow(NamedTuple):
    """A bottleneck: where much of all the time is lost, and how."""

    process: str
    element_id: str
    kind: str  # waiting, in-hand or outside
    seconds: int
    share: int  # of all time lost, in whole percent


class RoleLoad(NamedTuple):
    """Work of the period by whom it was offered to; `principal` is a role, never a person."""

    principal: str  # empty: people who were meant by name
    open: int
    done: int


class Interval(NamedTuple):
    """One day or week of the period."""

    begins: datetime
    started: int
    ended: int
    open: int  # at its end
    overdue: int  # work that became overdue in it
    incidents: int


class Totals(NamedTuple):
    """The period in one line. `open`, `overdue`, `stuck`: cases as they stand now."""

    started: int
    ended: int
    open: int
    overdue: int
    stuck: int
    duration: Times  # of cases that ended in the period


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All of it. Totals and intervals are of all `touched` cases; elements, flows, bottlenecks and
    roles of `counted` of them: the newest, where there are too many."""

    touched: int
    counted: int
    by: str  # day or week
    measure: str  # working or clock
    totals: Totals
    intervals: tuple[Interval, ...]
    elements: tuple[ElementFigures, ...]
    flows: tuple[FlowCount, ...]
    bottlenecks: tuple[Narrow, ...]
    roles: tuple[RoleLoad, ...]


class CaseAt(NamedTuple):
    """A case at one element: its longest visit in the period, and since when if it still is."""

    head: CaseHead
    visits: int
    came_at: datetime
    left_at: datetime | None
    clock: int
    working: int | None
    late: bool
