"""The working calendar over HTTP: the special days of a year, and changing one."""

from __future__ import annotations

from datetime import time

from api.auth import Visit
from api.schemas.calendar import Calendar, CalendarDay, DayRequest
from engine.core.calendar import WorkingCalendar
from engine.errors import InvalidCommand, InvalidState
from engine.working_days import FILE, DayChange, special_days, with_day


def shown(visit: Visit, year: int, department: str | None) -> Calendar:
    """One year. Raises InvalidState where there is no calendar."""
    calendar = _calendar(visit).of(department)
    days = special_days(calendar, year)
    return Calendar(
        year=year,
        department=department,
        confirmed=year in calendar.confirmed_years,
        hours=_hours(calendar.hours),
        days=[
            CalendarDay(day=one.day, worked=one.worked, name=one.name, hours=_hours(one.hours))
            for one in days
        ],
    )


def change(visit: Visit, body: DayRequest) -> Calendar:
    """Publish the calendar with the day changed. Raises DeploymentRefused, InvalidCommand."""
    runtime = visit.house.runtime
    _calendar(visit)
    digest = runtime.store.latest("calendar", "calendar")
    artifact = runtime.store.artifact(digest) if digest is not None else None
    assert artifact is not None  # noqa: S101 -- there is a calendar
    if body.department and runtime.people.department_name(body.department).zh == body.department:
        raise InvalidCommand(
            f"没有部门 {body.department}", f"Expected a department, got {body.department!r}"
        )
    wanted = DayChange(
        day=body.day,
        kind=body.kind,
        name=body.name,
        hours=tuple(body.hours),
        department=body.department or "",
    )
    runtime.deploy([(FILE, with_day(artifact.content, wanted))], visit.person)
    return shown(visit, body.day.year, body.department)


def _calendar(visit: Visit) -> WorkingCalendar:
    found = visit.house.runtime.bundles.calendar()
    if found is None:
        raise InvalidState("还没有发布工作日历", "Expected a deployed calendar.yaml")
    return found


def _hours(shifts: tuple[tuple[time, time], ...]) -> list[str]:
    return [f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in shifts]
