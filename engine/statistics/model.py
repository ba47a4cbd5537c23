"""What is asked of the statistics, what the store gives for it, and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final, NamedTuple, Protocol

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Microseconds since 1970 UTC, as what is kept has its times."""
    return (at - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """The time of so many microseconds."""
    return _EPOCH + timedelta(microseconds=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Of which process, of which version of it (None: of all), and of which period."""

    process: str
    since: datetime
    until: datetime  # not in it any more
    digest: str | None = None


Place = tuple[str, str]
"""Of an element: the called process, empty in the case's own, and its id."""


class Where(NamedTuple):
    """At which element cases are looked for, how long they were there by which measure (working or
    clock), and how many are told."""

    place: Place
    measure: str = "clock"
    most: int = 100


class CaseHead(NamedTuple):
    """One case that the period touches, as its header says."""

    id: str
    title: str
    number: str
    status: str


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

    started_at: int
    ended_at: int | None
    open_incidents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """What totals and intervals are counted from, of every case that the period touches."""

    spans: Sequence[CaseSpan]
    late: Sequence[int]  # when each work item that was, or is, late was due
    late_cases: int  # cases with such work that is still open
    incidents: Sequence[int]  # when each was raised


class Mark(StrEnum):
    """What control has left in the log at one place: how it was at an element, an arrow that it
    took, an incident."""

    PASSED = "passed"  # through, without waiting
    OPEN = "open"  # it still is there
    LEFT = "left"
    CANCELED = "canceled"
    FLOW = "flow"
    INCIDENT = "incident"


WAITED: Final = (Mark.OPEN, Mark.LEFT, Mark.CANCELED)


class Passage(NamedTuple):
    """One such mark. `process` is the key of the called process, empty in the case's own."""

    mark: str
    process: str
    name: str  # the id of the element or of the arrow
    came_at: int
    left_at: int | None


class Handling(NamedTuple):
    """One work item, and the moments at which it came into somebody's hands or out of them: from
    `in_hand`, which says how it began, each turns it; the last is its end once it has one."""

    process: str
    element_id: str
    created_at: int
    due_at: int | None
    ended_at: int | None
    done: bool
    by: str | None
    role: str  # that it was offered to; empty: people by name
    returned: int
    in_hand: bool
    turns: tuple[int, ...]

    def told(self) -> Sequence[int]:
        """As one of the turns of Handled."""
        ending = Ending.DONE if self.done else Ending.GONE
        return [int(self.in_hand), Ending.OPEN if self.ended_at is None else ending, *self.turns]


class Marked(NamedTuple):
    """How many marks of one kind a place has in the period."""

    mark: str
    process: str
    name: str
    marks: int


class Stays(NamedTuple):
    """All stays of the period at one element that ended alike (or have not), in one order."""

    mark: str  # of WAITED
    process: str
    name: str
    came: Sequence[int]
    left: Sequence[int | None]


class Handled(NamedTuple):
    """All work items of one element that began in the period. Each of `turns` begins with whether
    it began in somebody's hands and with its Ending, then follow its moments, see Handling."""

    process: str
    element_id: str
    items: int
    people: int  # how many different people have done them
    due: int
    late: int
    returned: int
    turns: Sequence[Sequence[int]]


class Ending(IntEnum):
    """How a work item stands."""

    OPEN = 0
    GONE = 1  # canceled, or failed
    DONE = 2


class StayAt(NamedTuple):
    """One stay of a case at an element that was asked for."""

    instance_id: str
    came_at: int
    left_at: int | None


class StatisticsStore(Protocol):
    """What statistics read: a fixed number of statements each, however many cases there are.

    What a log says of places and work items is kept in rows of their own, made from the logs of
    cases by `follow` and not when a case goes on: nobody who works waits for it."""

    def versions(self, process: str) -> list[Version]:
        """The published versions of a process, newest first."""
        ...

    def follow(self, asked: Asked | None, limit: int) -> int:
        """Bring what is kept of some cases up to their logs: of those that the period touches, or
        of any. Returns of how many: fewer than `limit` when no other was behind."""
        ...

    def overall(self, asked: Asked, now: datetime) -> Overall:
        """Of every case that the period touches."""
        ...

    def marked(self, asked: Asked) -> list[Marked]:
        """How often control came to each place in the period."""
        ...

    def stays(self, asked: Asked) -> list[Stays]:
        """Every mark of WAITED that began in the period, by element and mark."""
        ...

    def handled(self, asked: Asked, now: datetime) -> list[Handled]:
        """Every work item that began in the period, by element."""
        ...

    def roles(self, asked: Asked) -> list[RoleLoad]:
        """The work that began or ended in the period, by the role that it was offered to."""
        ...

    def stays_at(self, asked: Asked, place: Place) -> list[StayAt]:
        """Every stay and passing at this element that began in the period."""
        ...

    def late_at(self, instance_ids: Sequence[str], place: Place, now: datetime) -> frozenset[str]:
        """Which of these cases have, or had, work at this element that was not done when due."""
        ...

    def heads(self, instance_ids: Sequence[str]) -> list[CaseHead]:
        """These cases, in any order."""
        ...


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
    """All of it, of every case that the period touches."""

    touched: int
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
