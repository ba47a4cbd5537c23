"""How a process runs: counts and durations of its cases, found from the log and never guessed."""

from engine.statistics.asking import Statistics, containers_of, ways_in
from engine.statistics.model import (
    Asked,
    CaseAt,
    CaseHead,
    ElementFigures,
    FlowCount,
    Interval,
    Narrow,
    Report,
    RoleLoad,
    Spread,
    StatisticsStore,
    Times,
    Totals,
    Version,
    Where,
)

__all__ = [
    "Asked",
    "CaseAt",
    "CaseHead",
    "ElementFigures",
    "FlowCount",
    "Interval",
    "Narrow",
    "Report",
    "RoleLoad",
    "Spread",
    "Statistics",
    "StatisticsStore",
    "Times",
    "Totals",
    "Version",
    "Where",
    "containers_of",
    "ways_in",
]
