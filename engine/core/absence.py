"""Absence of people as a pure value: what is left of a calendar, and when work is due by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from engine.core.calendar import WorkingCalendar
from engine.core.fact import fact

Span = tuple[datetime, datetime]
"""From a moment on until another."""


@fact
class Whereabouts:
    """Of all who may do a work item together: when none of them is there, and the department that
    all of them are in, if it is one."""

    away: tuple[Span, ...] = ()
    department: str = ""


HERE: Final = Whereabouts()


def common(each: Iterable[Sequence[Span]]) -> tuple[Span, ...]:
    """When everybody is away at once; of nobody at all: never."""
    found: list[Span] | None = None
    for spans in each:
        mine = _merged(spans)
        found = mine if found is None else _both(found, mine)
        if not found:
            return ()
    return tuple(found or ())


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same time without overlaps, in order."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        elif begins < ends:
            found.append((begins, ends))
    return found


def _both(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    met = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return sorted((begins, ends) for begins, ends in met if begins < ends)


def left_of(spans: Sequence[Span], covered: Iterable[Span]) -> tuple[Span, ...]:
    """The spans without what is covered."""
    found = _merged(spans)
    for begins, ends in _merged(covered):
        parts = [part for a, b in found for part in ((a, min(b, begins)), (max(a, ends), b))]
        found = [(a, b) for a, b in parts if a < b]
    return tuple(found)


def without(calendar: WorkingCalendar, spans: Sequence[Span]) -> WorkingCalendar:
    """The calendar of people who do not work in these spans."""
    hours = dict(calendar.own_hours)
    for begins, ends in spans:
        day, last = (at.astimezone(calendar.zone).date() for at in (begins, ends))
        while day <= last:
            kept = hours.get(day, calendar.hours)
            hours[day] = tuple(_outside(kept, day, (begins, ends), calendar))
            day += timedelta(days=1)
    return replace(calendar, own_hours=hours)


def _outside(
    shifts: Iterable[tuple[time, time]], day: date, span: Span, calendar: WorkingCalendar
) -> Iterable[tuple[time, time]]:
    """What is left of a day's hours, to the minute."""
    zone = calendar.zone
    for opens, closes in shifts:
        moments = [datetime.combine(day, at, zone).astimezone(UTC) for at in (opens, closes)]
        for begins, ends in left_of([(moments[0], moments[1])], [span]):
            first, last = (at.astimezone(zone).time().replace(tzinfo=None) for at in (begins, ends))
            yield first, last


def moved(
    due_at: datetime, since: datetime, company: WorkingCalendar, where: Whereabouts
) -> datetime:
    """When work is due that counts by the company's calendar: later by the working time that those
    who may do it do not have between `since` and then. Never earlier."""
    if where == HERE or due_at <= since:
        return due_at
    own = without(company.of(where.department), where.away)
    lost = company.working_time_between(since, due_at) - own.working_time_between(since, due_at)
    if lost <= timedelta():
        return due_at
    return own.add_working_time_like(company.opens_at(due_at), due_at, lost)


def recounted(
    due_at: datetime,
    now: datetime,
    company: WorkingCalendar,
    known: tuple[Whereabouts, Whereabouts],
) -> datetime:
    """When work is due by what is known of those who do it by now, of a due time that counts with
    what was `known` before: as much of their working time is left. What is late stays so."""
    before, after = (without(company.of(one.department), one.away) for one in known)
    if due_at <= now:
        return due_at
    left = before.working_time_between(now, due_at)
    have = after.working_time_between(now, due_at)
    if have == left:
        return due_at
    opens = company.opens_at(due_at)
    if have < left:
        return after.add_working_time_like(opens, due_at, left - have)
    return after.add_working_time_like(opens, now, left)
