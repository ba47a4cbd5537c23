"""When timer events are due, and the incident where an expression gives nothing of the kind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from engine import timing
from engine.core.definition import TimerKind
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.kernel.failures import Stuck
from engine.kernel.formula import Formula, shown
from engine.timing.local import ZONE

__all__ = ["ZONE", "following", "later", "schedule", "to_utc"]


def to_utc(value: datetime | date) -> datetime:
    """The moment in UTC; without a zone it is local, a date alone is its first instant.

    Raises OverflowError beyond the year 9999.
    """
    try:
        return timing.as_moment(value)
    except timing.NotATime as error:
        raise OverflowError from error


def later(moment: datetime, length: Value) -> datetime:
    """The moment after a duration, in UTC. Raises OverflowError beyond the year 9999."""
    try:
        return timing.later(moment.astimezone(UTC), length)
    except timing.NotATime as error:
        raise OverflowError from error


def schedule(kind: TimerKind, formula: Formula, value: Value, now: datetime) -> timing.Schedule:
    """The schedule that a timer expression's value means. Raises Stuck (`timer`), which names
    the expression and the value."""
    try:
        return timing.schedule(kind, value, now)
    except timing.NotATime as error:
        zh, en = _EXPECTED[kind]
        raise Stuck(
            IncidentKind.TIMER,
            formula.element,
            f"定时表达式 {formula.text} 应得到{zh}，实际为 {shown(value)}",
            f"Expected the timer {formula.text} to give {en}, got {shown(value)}",
        ) from error


def following(rule: str, due_at: datetime, left: int) -> tuple[datetime, int] | None:
    """The next turn of a cycle and how many are left after it; None when there is none."""
    turn = timing.Schedule(due_at=due_at, left=left, rule=rule).following()
    return None if turn is None else (turn.due_at, turn.left)


_EXPECTED: Final = {
    TimerKind.DATE: ("日期或日期时间", "a date or a date and time"),
    TimerKind.DURATION: ("时长", "a duration"),
    TimerKind.CYCLE: ("如 R3/PT1H 的循环或 cron", "a cycle such as R3/PT1H, or cron"),
}
