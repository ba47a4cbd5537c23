"""The working calendar: which days are not as usual, and setting one's own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import calendars
from api.auth import Need, Visit, door
from api.schemas.calendar import Calendar, DayRequest

router = APIRouter(prefix="/calendar", tags=["calendar"])


@router.get("")
def calendar(
    visit: Annotated[Visit, door(Need.SIGNED_IN)],
    year: Annotated[int, Query(ge=1900, le=2200)],
    department: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00]*$")] = None,
) -> Calendar:
    """The special days of a year, of the company or of a department."""
    return calendars.shown(visit, year, department)


@router.put("/days")
def set_day(visit: Annotated[Visit, door(Need.DEPLOY)], body: DayRequest) -> Calendar:
    """Set one day; it counts for cases that begin from now on."""
    return calendars.change(visit, body)
