"""Shapes of how a process runs: figures of elements and flows, of days or weeks, of roles."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.asked_time import AskedDay
from api.schemas.common import Given, Moment, Sent


class StatisticsQuery(Sent):
    """Of which version (without one of all), from which day to which; both days are in it."""

    version: int | None = Field(default=None, ge=1)
    since: AskedDay | None = None
    until: AskedDay | None = None


class StatisticsCasesQuery(StatisticsQuery):
    """At which element; `process` is the called process that it belongs to, empty for its own."""

    element: str = Field(max_length=200)
    process: str = Field(default="", max_length=200)
    time: Literal["working", "clock"] = "working"  # by which the longest come first


class Spread(Given):
    """Whole seconds; the median and the 90 % value by nearest rank, so each is a real one."""

    count: int
    median: int
    p90: int
    total: int


class Times(Given):
    """By the clock, and in working time by the company's calendar where there is one."""

    clock: Spread
    working: Spread | None


class ElementStatistics(Given):
    """One element; `waiting` is while nobody had the work, `in_hand` while somebody had it."""

    element_id: str
    kind: str
    calls: str  # of a call activity: the key of the process among `processes`
    name: str
    name_en: str
    visits: int
    open: int
    canceled: int
    whole: Times
    items: int
    people: int
    waiting: Times
    in_hand: Times
    due: int
    late: int
    returned: int
    incidents: int


class FlowStatistics(Given):
    """How often an arrow was taken, and the share of all that left its source, in percent."""

    flow_id: str
    name: str
    source: str
    target: str
    target_name: str
    target_name_en: str
    count: int
    share: int


class ProcessStatistics(Given):
    """The process itself (`key` is empty) or one that it calls, with its diagram."""

    key: str
    name: str
    name_en: str
    xml: str
    elements: list[ElementStatistics]
    flows: list[FlowStatistics]


class PublishedVersion(Given):
    version: int
    deployed_at: Moment


class Interval(Given):
    """One day or week of the period, from where it begins."""

    begins: Moment
    started: int
    ended: int
    open: int
    overdue: int
    incidents: int


class StatisticsTotals(Given):
    """`open`, `overdue` and `stuck` are cases as they stand now."""

    started: int
    ended: int
    open: int
    overdue: int
    stuck: int
    duration: Times


class Bottleneck(Given):
    """Where much of all the time is lost: `waiting` for somebody to take it, `in-hand`, or
    `outside` where no person works."""

    process: str
    element_id: str
    name: str
    name_en: str
    kind: str
    seconds: int
    share: int


class RoleLoad(Given):
    """Work by the role that it was offered to; `role` is empty where people were meant by name."""

    role: str
    name: str
    name_en: str
    open: int
    done: int


class Statistics(Given):
    """How a process ran in a period: all of it is of every case that the period touches.
    `measure` is what bottlenecks are summed up in: `working` time, or the `clock`'s."""

    key: str
    name: str
    name_en: str
    version: int | None
    versions: list[PublishedVersion]
    since: date
    until: date
    touched: int
    by: str
    measure: str
    totals: StatisticsTotals
    intervals: list[Interval]
    processes: list[ProcessStatistics]
    bottlenecks: list[Bottleneck]
    roles: list[RoleLoad]


class StatisticsCase(Given):
    """A case at an element: its longest visit there; without `left_at` it still is."""

    id: str
    title: str
    number: str
    status: str
    visits: int
    came_at: Moment
    left_at: Moment | None
    clock: int
    working: int | None
    late: bool


class StatisticsCases(Given):
    """The longest at the element first; `total` is how many there are."""

    items: list[StatisticsCase]
    total: int
