"""Decides when open work is due once it is known anew when those who may do it are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from engine.core import policy
from engine.core.absence import Whereabouts, recounted
from engine.core.calendar import WorkingCalendar
from engine.core.commands_deadlines import CountAbsence
from engine.core.deadlines import in_time
from engine.core.decide import Decision
from engine.core.decide.moves import refuse_while_waiting
from engine.core.decide.work_item import open_item
from engine.core.events import AbsenceCounted, DeadlinesSet, DueMoved, Event
from engine.core.people import Person
from engine.core.state import InstanceState, WorkItem
from engine.errors import NotPermitted

SUPERIOR: Final = "superior"
OWNER: Final = "owner"
COMPANY_TELLS: Final = "absence_told"
"""The company's figure that says who hears that an absence moved what is due."""

Look = Callable[[WorkItem], Whereabouts]
"""When those who may do this are there, from now on."""


def decide_counting(
    state: InstanceState,
    actor: Person,
    command: CountAbsence,
    now: datetime,
    ways: tuple[WorkingCalendar | None, Look, tuple[str, ...]],
) -> Decision:
    """`ways`: the calendar of the case, where to look, and who is told. Nothing where it makes no
    difference. Raises NotPermitted to anybody but the system."""
    if not policy.is_system(actor):
        raise NotPermitted("不在岗由系统计算", "Expected the system itself")
    item = open_item(state, command.work_item_id)
    refuse_while_waiting(state, item.id)
    calendar, look, tells = ways
    if calendar is None:
        return Decision()
    spans = tuple(zip(command.away_from, command.away_until, strict=True))
    after = look(item)
    before = Whereabouts(away=spans, department=command.department)
    if not after.department:
        before = replace(before, department="")

    def count(moment: datetime) -> datetime:
        return recounted(moment, now, calendar, (before, after))

    changed = tuple(_changed(item, count))
    if not changed:
        return Decision()
    counted = AbsenceCounted(
        work_item_id=item.id,
        element_id=item.element_id,
        person=command.person,
        at=now,
        tells=tells,
    )
    return Decision(events=(counted, *changed))


def _changed(item: WorkItem, count: Callable[[datetime], datetime]) -> Iterator[Event]:
    due = count(item.due_at) if item.due_at is not None else None
    if item.due_at is not None and due is not None and due != item.due_at:
        later = due > item.due_at
        yield DueMoved(
            work_item_id=item.id,
            due_at=due,
            before=item.due_at,
            zh="办理人登记了不在岗" if later else "办理人提前在岗",
            en="who does it is away" if later else "who does it is there after all",
        )
    pending = item.deadlines
    if pending is None:
        return
    moments = [(kind, count(at)) for kind, at in pending.moments]
    if tuple(moments) != pending.moments:
        yield DeadlinesSet(
            work_item_id=item.id,
            moments=in_time(moments),
            action=pending.action,
            data=pending.data,
        )
