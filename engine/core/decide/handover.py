"""Decides who goes on with the open work of a person who leaves (离职转办)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.core import policy
from engine.core.advance import AssignmentRequest
from engine.core.answers import Answers, Resolution
from engine.core.commands import HandOverWork
from engine.core.decide import Decision
from engine.core.decide.approval import people_of
from engine.core.definition import AssignmentKind
from engine.core.events import DelegationResolved, Event, IncidentRaised, WorkItemAssigned
from engine.core.evolve_approval import round_of
from engine.core.ids import Principal, UserId, role_principal, user_principal
from engine.core.people import Person
from engine.core.state import IncidentKind, InstanceState, WorkItem
from engine.errors import NotPermitted


def decide_handover(
    state: InstanceState, actor: Person, command: HandOverWork, answers: Answers
) -> Decision:
    """Every open work item that was the leaver's goes to the successor; where separation of duties
    keeps the successor out, to the next free superior; where there is none, it is an incident."""
    if not policy.may_change_people(actor):
        raise NotPermitted("只有管理员可以转办", "Expected an administrator")
    events = [
        event
        for item in state.work_items.values()
        if _is_concerned(item, command)
        for event in _handed_over(state, item, command, answers)
    ]
    return Decision(events=tuple(events))


def _is_concerned(item: WorkItem, command: HandOverWork) -> bool:
    gone = {user_principal(command.leaver), *map(role_principal, command.roles)}
    mine = command.leaver in (item.assignee, item.owner)
    return mine or any(one in gone for one in item.candidates)


def _others_in_round(state: InstanceState, item: WorkItem) -> frozenset[str]:
    """Whoever has another voice in the round of opinions gets no second one."""
    round_ = round_of(state, item.id)
    if round_ is None:
        return frozenset()
    others = replace(round_, seats=tuple(one for one in round_.seats if one.item != item.id))
    return frozenset(people_of(state, others))


def _handed_over(
    state: InstanceState, item: WorkItem, command: HandOverWork, answers: Answers
) -> Iterator[Event]:
    if item.owner is not None:
        if command.leaver in (item.assignee, item.owner):
            yield DelegationResolved(work_item_id=item.id, by=item.owner, to=item.owner)
        if command.leaver != item.owner:
            return
        item = replace(item, assignee=item.owner, owner=None)
    request = AssignmentRequest(kind=AssignmentKind.USER, value=command.successor)
    excluded = frozenset(item.excluded) | _others_in_round(state, item)
    found = answers.resolve(request, state.initiator, excluded)
    candidates = _candidates(item, command, found)
    yield WorkItemAssigned(
        work_item_id=item.id,
        candidates=candidates,
        excluded=item.excluded,
        assignee=_assignee(item, command, found),
        zh=f"因为{command.leaver_name or command.leaver}离职，由您接办",
        en=f"You take over from {command.leaver}, who left",
    )
    if not candidates:
        yield IncidentRaised(
            incident_id=f"{item.id}-i",
            kind=IncidentKind.NOBODY_FOUND,
            element_id=item.element_id,
            token=item.token,
            zh=f"离职人员 {command.leaver} 的待办无人可接",
            en=f"Nobody may take over what {command.leaver} had to do",
            work_item_id=item.id,
        )


def _candidates(item: WorkItem, command: HandOverWork, found: Resolution) -> tuple[Principal, ...]:
    leaver = user_principal(command.leaver)
    kept = [one for one in item.candidates if one != leaver]
    return tuple(dict.fromkeys((*kept, *map(Principal, found.principals))))


def _assignee(item: WorkItem, command: HandOverWork, found: Resolution) -> UserId | None:
    """Whoever has the work item keeps it; the leaver's goes to the one who takes over."""
    if item.assignee is not None and item.assignee != command.leaver:
        return item.assignee
    took = item.assignee is not None or not item.candidates
    return UserId(found.people[0]) if took and len(found.people) == 1 else None
