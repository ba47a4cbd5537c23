"""How many working days lie between two moments, for deadlines in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from engine.core.calendar import WorkingCalendar

MOST_DAYS: Final = 90
"""Further away a deadline is a date: nobody counts so many days, nor need a list do."""


def between(calendar: WorkingCalendar, begins: datetime, ends: datetime) -> int | None:
    """Working days after the first moment's day up to the second's own, in the calendar's zone;
    None where the second is earlier, or more than 90 days later."""
    day, last = begins.astimezone(calendar.zone).date(), ends.astimezone(calendar.zone).date()
    if not 0 <= (last - day).days <= MOST_DAYS:
        return None
    following = (day + timedelta(days=one) for one in range(1, (last - day).days + 1))
    return sum(calendar.is_workday(one) for one in following)
