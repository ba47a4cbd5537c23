"""Says for whom cases wait now, and what whoever looks after them may do about it."""

from __future__ import annotations

from typing import Final

from api import show, workdays
from api.auth import Visit
from api.schemas import moves as shapes
from engine.core import policy
from engine.core.ballot import URGE, allowed_actions
from engine.core.decide.moves import may_withdraw
from engine.core.decide.sharing import urged_lately
from engine.core.ids import user_principal
from engine.core.state import InstanceStatus, WorkItem
from engine.errors import CommandRejected, NotFound
from engine.handlers.case import LiveInstance

WITHDRAW: Final = "withdraw"
MOST: Final = 50
"""As many cases are asked about at once as a page of a list has."""


def started(visit: Visit, ids: list[str]) -> shapes.StartedCases:
    """Of these, the ones that I started and that are still open; of others nothing is told."""
    found = (_live(visit, one) for one in dict.fromkeys(ids))
    mine = (
        live
        for live in found
        if live is not None
        and live.state.initiator.id == visit.person.id
        and live.state.status is InstanceStatus.ACTIVE
    )
    return shapes.StartedCases(
        items=[
            shapes.StartedCase(
                id=live.state.id, pending=pending(visit, live), actions=own_actions(visit, live)
            )
            for live in mine
        ]
    )


def _live(visit: Visit, instance_id: str) -> LiveInstance | None:
    try:
        return visit.house.runtime.live(instance_id)
    except (NotFound, CommandRejected):
        return None


def own_actions(visit: Visit, live: LiveInstance) -> list[str]:
    """What the initiator may do with the whole case."""
    may = may_withdraw(visit.person, live.state, live.case.bundle.process)
    return [WITHDRAW] if may else []


def pending(visit: Visit, live: LiveInstance) -> list[shapes.Pending]:
    """The open work items, whoever waits longest first."""
    if live.state.status is not InstanceStatus.ACTIVE:
        return []
    return [_pending(visit, live, item) for item in live.state.work_items.values()]


def _pending(visit: Visit, live: LiveInstance, item: WorkItem) -> shapes.Pending:
    house = visit.house
    now = house.runtime.clock.now()
    asked = item.candidates if item.assignee is None else (user_principal(item.assignee),)
    element = live.case.bundle.process_of(item.process).elements[item.element_id]
    urges = _may_urge(visit, live, item)
    name = element.name or item.element_id
    names = [show.principal_name(house, one) for one in asked]
    return shapes.Pending(
        work_item_id=item.id,
        name=name,
        name_en=element.name_en or name,
        who=[one.zh for one in names],
        who_en=[one.en or one.zh for one in names],
        mine=_is_mine(visit, item),
        due_at=item.due_at,
        due_workdays=_workdays_left(visit, live, item),
        overdue=item.due_at is not None and item.due_at < now,
        may_urge=urges,
        urge_again_at=urged_lately(item, now) if urges else None,
    )


def _workdays_left(visit: Visit, live: LiveInstance, item: WorkItem) -> int | None:
    """As lists of work items count them; null when late, far away or without a calendar."""
    house = visit.house
    calendar = house.runtime.bundles.calendar()
    if calendar is None or item.due_at is None:
        return None
    days = calendar.of(live.state.initiator.department)
    return workdays.between(days, house.runtime.clock.now(), item.due_at)


def _is_mine(visit: Visit, item: WorkItem) -> bool:
    """Whether it waits for nobody but this person, or for them among others."""
    if item.assignee is not None:
        return item.assignee == visit.person.id
    return policy.is_offered(visit.person, item)


def _may_urge(visit: Visit, live: LiveInstance, item: WorkItem) -> bool:
    """As the decider and the task have it; nobody is urged while the case rests."""
    state, actor = live.state, visit.person
    if state.moves is not None and state.moves.suspended:
        return False
    if not policy.may_urge(actor, state, item) or _is_mine(visit, item):
        return False
    task = live.case.bundle.process_of(item.process).elements[item.element_id].user_task
    allowed = allowed_actions(task.actions if task else None, live.case.bundle.parameters)
    return URGE in allowed or policy.may_administer(actor)
