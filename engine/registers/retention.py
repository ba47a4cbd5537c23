"""Until when a line of a register is kept: its retention, counted from its own date."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from engine.core.values import Value
from engine.registers.declared import Declared
from engine.timing import NotATime, later
from engine.timing.local import ZONE, moment_of

DISPOSED: Final = "disposed_on"
"""The field of a line whose content was disposed of."""

_YEARS: Final = re.compile(r"([0-9]{1,3}) ?年")


def keep_until(register: Declared, line: dict[str, Value], written: datetime) -> date | None:
    """The day from which the line may be disposed of; None for one that is kept for good, or whose
    retention does not say how long (“永久”, "在职期间及离职后2年")."""
    period = _period(line.get("retention"))
    if period is None:
        return None
    begins = _day(line.get(register.dated or "")) or written.astimezone(ZONE).date()
    try:
        return later(moment_of(begins), period).astimezone(ZONE).date()
    except NotATime:
        return None


def _period(retention: Value) -> str | None:
    if not isinstance(retention, str):
        return None
    years = _YEARS.fullmatch(retention)
    return f"P{years[1]}Y" if years else retention if retention.startswith("P") else None


def _day(value: Value) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(ZONE).date() if value.tzinfo else value.date()
    return value if isinstance(value, date) else None
