"""Turns an offered user task into a work item for the people it means."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from engine.core.advance import AssignmentRequest, WorkOffered
from engine.core.answers import Answers, Resolution
from engine.core.definition import AssignmentKind, UserTask
from engine.core.events import Event, IncidentRaised, WorkItemCreated
from engine.core.fact import fact
from engine.core.ids import Principal, UserId
from engine.core.people import ADMINISTRATOR, Person
from engine.core.policy import excluded_by_separation
from engine.core.state import IncidentKind, InstanceState


@fact
class Offer:
    """The candidates of one work item; `assignee` when exactly one person can do it."""

    candidates: tuple[Principal, ...]
    assignee: UserId | None
    zh: str
    en: str


def offer_to(
    requests: tuple[AssignmentRequest, ...],
    initiator: Person,
    excluded: frozenset[str],
    answers: Answers,
) -> Offer:
    """Resolve every assignment and add the candidates up, in order, without repetition."""
    if len(requests) == 1:  # nearly always: nothing to add up
        return _alone(answers.resolve(requests[0], initiator, excluded))
    found: list[Resolution] = [answers.resolve(r, initiator, excluded) for r in requests]
    candidates = tuple(dict.fromkeys(Principal(p) for one in found for p in one.principals))
    people = {login for one in found for login in one.people}
    return Offer(
        candidates=candidates,
        assignee=UserId(next(iter(people))) if len(people) == 1 else None,
        zh=";".join(dict.fromkeys(one.zh for one in found if one.principals)),
        en="; ".join(dict.fromkeys(one.en for one in found if one.principals)),
    )


def _alone(found: Resolution) -> Offer:
    """The offer of a single assignment."""
    people = found.people
    return Offer(
        candidates=tuple(map(Principal, dict.fromkeys(found.principals))),
        assignee=UserId(people[0]) if len(set(people)) == 1 else None,
        zh=found.zh if found.principals else "",
        en=found.en if found.principals else "",
    )


def _fallback(
    task: UserTask, initiator: Person, excluded: frozenset[str], answers: Answers
) -> Offer | None:
    kind, _, role = task.nobody_found.partition(":")
    if kind != "role":
        return None
    request = AssignmentRequest(kind=AssignmentKind.ROLE, value=role)
    return offer_to((request,), initiator, excluded, answers)


_ADMINISTRATORS: Final = (AssignmentRequest(kind=AssignmentKind.ROLE, value=ADMINISTRATOR),)
"""Who gets what a draft assigns to nobody."""


def work_item_events(
    state: InstanceState, offered: WorkOffered, now: datetime, answers: Answers
) -> tuple[Event, ...]:
    """WorkItemCreated, and IncidentRaised beside it when the declared policy finds nobody."""
    task = offered.element.required_user_task()
    excluded = excluded_by_separation(state, task.separate_from)
    asked = offered.assignments if task.assignments else _ADMINISTRATORS
    offer = offer_to(asked, state.initiator, excluded, answers)
    if not offer.candidates:
        offer = _fallback(task, state.initiator, excluded, answers) or offer
    created = _created(state, offered, (task, offer, excluded), now)
    if offer.candidates:
        return (created,)
    return (created, _nobody_found(state, offered, created))


def _created(
    state: InstanceState,
    offered: WorkOffered,
    parts: tuple[UserTask, Offer, frozenset[str]],
    now: datetime,
) -> WorkItemCreated:
    task, offer, excluded = parts
    asked: tuple[tuple[str, str | None], ...] = ()
    if not offer.candidates:
        asked = tuple((str(r.kind), r.value) for r in offered.assignments)
    return WorkItemCreated(
        work_item_id=f"{state.id}-{offered.token}",
        element_id=offered.element.id,
        token=offered.token,
        name=offered.element.name or offered.element.id,
        name_en=offered.element.name_en,
        form_id=task.form_id,
        candidates=offer.candidates,
        excluded=tuple(UserId(login) for login in sorted(excluded)),
        assignee=offer.assignee,
        created_at=now,
        due_at=offered.due_at,
        priority=task.priority,
        zh=offer.zh,
        en=offer.en,
        process=offered.process,
        unresolved=asked,
    )


def _nobody_found(
    state: InstanceState, offered: WorkOffered, created: WorkItemCreated
) -> IncidentRaised:
    name = offered.element.name or offered.element.id
    return IncidentRaised(
        incident_id=f"{created.work_item_id}-i",
        kind=IncidentKind.NOBODY_FOUND,
        element_id=offered.element.id,
        token=offered.token,
        zh=f"“{name}”找不到办理人:请在组织中为所需角色或部门指定人员后重试",
        en=f"Nobody found for {offered.element.id}: give somebody the role, then retry",
        work_item_id=created.work_item_id,
    )
