"""Performs what an office asks about its work, and has work due when people are there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from engine.core.absence import HERE, Whereabouts, moved
from engine.core.calendar import WorkingCalendar
from engine.core.commands import Command
from engine.core.commands_deadlines import CountAbsence
from engine.core.commands_office import ChangePriority, SetFollowUp
from engine.core.deadlines import in_time
from engine.core.decide import Decision
from engine.core.decide.absence import COMPANY_TELLS, OWNER, SUPERIOR, decide_counting
from engine.core.decide.office import decide_follow_up, decide_priority
from engine.core.events import DeadlinesSet, DueMoved, Event, WorkItemCreated
from engine.core.evolve import evolve
from engine.core.ids import Principal, user_principal
from engine.core.state import InstanceState, WorkItem
from engine.feel.departments import names_department
from engine.handlers.case import element_of


def later(
    run: Any, state: InstanceState, events: tuple[Event, ...]
) -> tuple[tuple[Event, ...], InstanceState]:
    """The events, with what they offer due later where nobody who may do it is there, or their
    department does not work, and the state after them."""
    calendar = run.case.bundle.calendar
    for event in events:
        if type(event) is not WorkItemCreated or not isinstance(calendar, WorkingCalendar):
            continue
        item = state.work_items.get(event.work_item_id)
        if item is None or (item.due_at is None and item.deadlines is None):
            continue
        for one in _moved(run, item, (state.process, calendar)):
            state = evolve(state, state.id, one)
            events = (*events, one)
    return events, state


def _moved(run: Any, item: WorkItem, how: tuple[str, WorkingCalendar]) -> Iterator[Event]:
    process, calendar = how
    where = _where(run, item, process, calendar.departments)
    if where == HERE:  # nearly always
        return
    at: datetime = run.envelope.at
    if item.due_at is not None:
        due = moved(item.due_at, at, calendar, where)
        if due != item.due_at:
            zh, en = _WHY if where.away else _OTHER_DAYS
            yield DueMoved(work_item_id=item.id, due_at=due, before=item.due_at, zh=zh, en=en)
    pending = item.deadlines
    if pending is not None:
        moments = [(kind, moved(one, at, calendar, where)) for kind, one in pending.moments]
        if tuple(moments) != pending.moments:
            yield DeadlinesSet(
                work_item_id=item.id,
                moments=in_time(moments),
                action=pending.action,
                data=pending.data,
            )


def _count(run: Any, state: InstanceState, command: CountAbsence) -> Decision:
    calendar = run.case.bundle.calendar
    known = calendar if isinstance(calendar, WorkingCalendar) else None

    def look(item: WorkItem) -> Whereabouts:
        departments = known.departments if known is not None else {}
        return _where(run, item, state.process, departments)

    told = run.case.bundle.parameters.get(COMPANY_TELLS)
    asked = told.split() if isinstance(told, str) else ()
    tells = tuple(one for one in (SUPERIOR, OWNER) if one in asked)
    ways = (known, look, tells)
    return decide_counting(state, run.envelope.actor, command, run.envelope.at, ways)


def _where(run: Any, item: WorkItem, process: str, departments: Collection[str]) -> Whereabouts:
    """Of those who may do it; without a department where the diagram names one itself."""
    where: Whereabouts = run.answers.whereabouts(
        offered_to(item), item.excluded, process, departments
    )
    if where == HERE:  # nearly always
        return where
    task = element_of(run.case, item).user_task
    named = task is not None and task.due is not None and names_department(task.due.text)
    return replace(where, department="") if named else where


def offered_to(item: WorkItem) -> tuple[Principal, ...]:
    """Who may do it now."""
    return (user_principal(item.assignee),) if item.assignee else item.candidates


_WHY: Final = ("能办理的人都不在岗", "everybody who may do it is away")
_OTHER_DAYS: Final = ("按办理部门的工作日", "by the days of the department that does it")


def _at_time(decide: Callable[..., Decision]) -> Callable[[Any, InstanceState, Any], Decision]:
    def run_it(run: Any, state: InstanceState, command: Any) -> Decision:
        return decide(state, run.envelope.actor, command, run.envelope.at)

    return run_it


DECIDERS: Final[Mapping[type[Command], Callable[[Any, InstanceState, Any], Decision]]] = {
    SetFollowUp: _at_time(decide_follow_up),
    ChangePriority: _at_time(decide_priority),
    CountAbsence: _count,
}
"""Part of engine.handlers.perform's."""
