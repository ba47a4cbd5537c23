"""Shapes of the working calendar: the special days of a year, and the change of one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.schemas.common import Given, Sent

Word = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]


class CalendarDay(Given):
    """A day that is not as its weekday says; `hours` only where they are not the usual ones."""

    day: date
    worked: bool
    name: str
    hours: list[str]


class Calendar(Given):
    """One year of the company or of a department; `confirmed`: its official notice is in."""

    year: int
    department: str | None
    confirmed: bool
    hours: list[str]
    days: list[CalendarDay]


class DayRequest(Sent):
    """`off` or `work` with a name, `hours` such as 09:00-12:00, or `usual`: no own day any more."""

    day: date
    kind: Literal["off", "work", "hours", "usual"]
    name: Word = ""
    hours: list[Word] = Field(default_factory=list, max_length=10)
    department: Word | None = None
