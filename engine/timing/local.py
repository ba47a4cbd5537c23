"""Local clock times as moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from engine.core.calendar import OFFICE_ZONE
from engine.timing.span import NotATime

ZONE: Final[tzinfo] = OFFICE_ZONE
"""Of dates and times that name none."""


def moment_of(value: date, zone: tzinfo = ZONE) -> datetime:
    """The moment in UTC; what has no zone is local, a date alone is its first instant.

    A clock time that the zone skips is as much later as the clock was put forward, one that
    comes twice is the first of both. Raises NotATime outside the years 1 to 9999.
    """
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise NotATime from error


def zone_of(value: date, default: tzinfo = ZONE) -> tzinfo:
    """The zone that a value names, else the default."""
    zone = value.tzinfo if isinstance(value, datetime) else None
    return zone or default
