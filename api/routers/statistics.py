"""How a process runs: figures for its owner, its operators and auditors."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import statistics as answers
from api.auth import Need, Visit, door
from api.schemas.statistics import (
    Statistics,
    StatisticsCases,
    StatisticsCasesQuery,
    StatisticsQuery,
)
from api.wire import DecimalRoute

router = APIRouter(tags=["statistics"], route_class=DecimalRoute)

_Seer = Annotated[Visit, door(Need.SEE_STATISTICS)]


@router.get("/definitions/{key}/statistics")
def statistics(visit: _Seer, asked: Annotated[StatisticsQuery, Query()]) -> Statistics:
    """Counts, durations, bottlenecks and load of a period: of elements and roles, not of people."""
    return answers.report(visit, asked)


@router.get("/definitions/{key}/statistics/cases")
def cases(visit: _Seer, asked: Annotated[StatisticsCasesQuery, Query()]) -> StatisticsCases:
    """The cases that came to one element in the period, the longest there first."""
    return answers.cases(visit, asked)
