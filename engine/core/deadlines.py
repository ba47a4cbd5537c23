"""Deadlines of user tasks: reminders, escalation and timeout, as declared and as they run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from engine.core.calendar import WorkingCalendar
from engine.core.fact import fact
from engine.core.values import Value

if TYPE_CHECKING:
    from engine.core.definition import Expression

MOST: Final = 20
"""How many moments one work item may have."""
HAND_OVER: Final = "hand-over:role:"


class DeadlineKind(StrEnum):
    """What happens when its moment comes."""

    REMINDER = "reminder"  # whoever has the work item is told again
    ESCALATION = "escalation"  # the superiors of these are told
    TIMEOUT = "timeout"  # the timeout action


class TimeoutAction(StrEnum):
    """What a timeout does; with `hand-over` the role follows after colons."""

    REMIND = "remind"
    PASS = "pass"  # noqa: S105 -- completed by the system, with the declared data
    REJECT = "reject"  # the same, as a refusal
    HAND_OVER = "hand-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The declaration. Each expression gives one or several moments, or durations from when the
    work is offered; `data` a context, which counts as filled in when the system completes."""

    reminder: Expression | None = None
    escalation: Expression | None = None
    timeout: Expression | None = None
    action: str = TimeoutAction.REMIND.value
    data: Expression | None = None

    def moments(self) -> tuple[tuple[DeadlineKind, Expression], ...]:
        """The expressions that are there."""
        declared = (
            (DeadlineKind.REMINDER, self.reminder),
            (DeadlineKind.ESCALATION, self.escalation),
            (DeadlineKind.TIMEOUT, self.timeout),
        )
        return tuple((kind, one) for kind, one in declared if one is not None)


@fact
class Pending:
    """The deadlines of an open work item that are still to come, the earliest first."""

    moments: tuple[tuple[str, datetime], ...]
    action: str = TimeoutAction.REMIND.value
    data: Mapping[str, Value] = field(default_factory=dict)


def in_time(moments: list[tuple[str, datetime]]) -> tuple[tuple[str, datetime], ...]:
    """Each once, the earliest first; at the same moment in the order of DeadlineKind."""
    order = {kind.value: place for place, kind in enumerate(DeadlineKind)}
    return tuple(sorted(set(moments), key=lambda one: (one[1], order[one[0]])))


def postponed(pending: Pending | None, by: timedelta) -> Pending | None:
    """The deadlines after the clock of the work item stood still for so long."""
    if pending is None:
        return None
    return replace(pending, moments=tuple((kind, at + by) for kind, at in pending.moments))


def resumed(
    due_at: datetime, paused_at: datetime, resumed_at: datetime, calendar: WorkingCalendar | None
) -> datetime:
    """The due time after a pause: as much time is left as was left when the pause began, counted
    in working time where there is a calendar. What was late already stays as late."""
    if due_at <= paused_at:
        return due_at + (resumed_at - paused_at)
    if calendar is None:
        return resumed_at + (due_at - paused_at)
    left = calendar.working_time_between(paused_at, due_at)
    return calendar.add_working_time_like(calendar.opens_at(due_at), resumed_at, left)
