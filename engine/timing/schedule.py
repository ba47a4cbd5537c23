"""What the value of a timer's expression means: when it is due, how often, and when next."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from engine.core.definition import TimerKind
from engine.core.values import Value
from engine.timing.cron import read_cron
from engine.timing.cycle import ENDLESS, forward, read_cycle, read_moment, recalled
from engine.timing.local import ZONE, moment_of
from engine.timing.span import NotATime, span_of

_CRON: Final = "cron "
_LITERAL: Final = re.compile(
    r"P[0-9T][0-9.,YMWDTHS]*|R(?:-1|[0-9]*)/\S+|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.,]+\S*)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a timer is due first, how often again (-1: without end), and by which `rule`."""

    due_at: datetime
    left: int = 0
    rule: str = ""

    def following(self) -> Schedule | None:
        """The next turn, strictly later; None when there is none within the calendar."""
        if self.left == 0:
            return None
        try:
            due_at = following(self.rule, self.due_at)
        except NotATime:
            return None
        return Schedule(due_at=due_at, left=max(self.left - 1, ENDLESS), rule=self.rule)


def schedule(kind: TimerKind, value: Value, now: datetime, zone: tzinfo = ZONE) -> Schedule:
    """The schedule that a timer expression's value means. Raises NotATime."""
    return _KINDS[kind](value.strip() if type(value) is str else value, now, zone)


def following(rule: str, moment: datetime) -> datetime:
    """The first turn of a rule that is later than the moment. Raises NotATime: there is none."""
    if rule.startswith(_CRON):
        return read_cron(rule.removeprefix(_CRON)).after(moment)
    return recalled(rule).after(moment)


def as_moment(value: Value, zone: tzinfo = ZONE) -> datetime:
    """A date, a date and time, or ISO text of one, as UTC. Raises NotATime."""
    if type(value) is str:
        value = read_moment(value)
    if not isinstance(value, date):
        raise NotATime
    return moment_of(value, zone)


def later(moment: datetime, length: Value, zone: tzinfo = ZONE) -> datetime:
    """The moment a duration (or ISO text of one) later, UTC. Raises NotATime."""
    return span_of(length).after(moment, zone)


def is_literal(text: str) -> bool:
    """Whether a timer's text is plainly ISO 8601 or cron, as other tools write it, not FEEL."""
    if _LITERAL.fullmatch(text):
        return True
    try:
        read_cron(text)
    except NotATime:
        return False
    return True


def _at(value: Value, now: datetime, zone: tzinfo) -> Schedule:
    return Schedule(due_at=as_moment(value, zone))


def _after(value: Value, now: datetime, zone: tzinfo) -> Schedule:
    return Schedule(due_at=later(now, value, zone))


def _every(value: Value, now: datetime, zone: tzinfo) -> Schedule:
    if type(value) is not str:
        cycle = forward(now, zone, span_of(value))
        return Schedule(due_at=cycle.turn(1), left=ENDLESS, rule=str(cycle))
    if not value.startswith("R"):
        cron = read_cron(value, zone)
        return Schedule(due_at=cron.after(now), left=ENDLESS, rule=_CRON + value)
    cycle, count, first = read_cycle(value, now, zone)
    left = count - 1 if count != ENDLESS else ENDLESS
    return Schedule(due_at=first, left=left, rule=str(cycle))


_KINDS: Final[Mapping[TimerKind, Callable[[Value, datetime, tzinfo], Schedule]]] = {
    TimerKind.DATE: _at,
    TimerKind.DURATION: _after,
    TimerKind.CYCLE: _every,
}
