"""Views of the read side -> shapes, with the names that people go by."""

from __future__ import annotations

from collections.abc import Iterable

from api import workdays
from api.deps import House
from api.schemas.cases import EndEvent, Instance
from api.schemas.common import Json
from api.schemas.work import WorkItem
from engine.catalog_files import DRAFT_OF
from engine.core import policy
from engine.core.ids import Digest, Principal, UserId, user_principal
from engine.core.people import SYSTEM, Person
from engine.errors import NotFound, Text
from engine.offers import as_item
from engine.views import DefinitionView, InstanceView, WorkItemView


def person_name(house: House, login: str) -> Text:
    """What people call somebody, also one who has left; the login when nobody knows."""
    if login in (SYSTEM.id, "engine"):
        return Text(zh=SYSTEM.name, en=SYSTEM.name_en)
    person = house.runtime.people.person(UserId(login))
    return Text(zh=person.name, en=person.name_en) if person else Text(zh=login, en=login)


def principal_name(house: House, principal: Principal) -> Text:
    """What people call somebody, a role or a group, to whom work is offered."""
    kind, _, name = principal.partition(":")
    if kind == "user":
        return person_name(house, name)
    people = house.runtime.people
    return people.group_name(name) if kind == "group" else people.role_name(name)


def english_name(house: House, login: str, known: str) -> str:
    """The English name of somebody whose name is known; that name where there is none."""
    found = person_name(house, login).en
    return known if found in ("", login) else found


def work_item_facts(house: House, view: WorkItemView) -> Json:
    """The fields of a WorkItem."""
    now = house.runtime.clock.now()
    open_until = view.due_at if view.ended_at is None else None
    assignee = person_name(house, view.assignee) if view.assignee else None
    offered = [principal_name(house, one) for one in view.candidates]
    return {
        "id": view.id,
        "instance_id": view.instance_id,
        "process": view.process,
        "case_process": view.case_process,
        "case_process_name": view.case_process_name,
        "case_process_name_en": view.case_process_name_en,
        "title": view.title,
        "initiator": view.initiator,
        "initiator_name": view.initiator_name,
        "initiator_name_en": english_name(house, view.initiator, view.initiator_name),
        "element_id": view.element_id,
        "name": view.name,
        "name_en": view.name_en,
        "state": view.state,
        "assignee": view.assignee,
        "assignee_name": assignee.zh if assignee else None,
        "assignee_name_en": assignee.en if assignee else None,
        "candidates": list(view.candidates),
        "candidate_names": [one.zh for one in offered],
        "candidate_names_en": [one.en or one.zh for one in offered],
        "created_at": view.created_at,
        "due_at": view.due_at,
        **_due_in_workdays(house, view),
        "overdue": open_until is not None and open_until < now,
        "priority": view.priority,
        "follow_up_at": view.follow_up_at,
        "ended_at": view.ended_at,
        "ended_by": view.ended_by,
        "reason_zh": view.reason_zh,
        "reason_en": view.reason_en,
        "form_id": view.form_id,
        "number": view.number,
        "summary": view.summary,
        "department": view.department,
    }


def _due_in_workdays(house: House, view: WorkItemView) -> Json:
    """How far away the due time is, how much time there was in all, and whether the way to it
    leads through a year whose holidays are not announced."""
    calendar = house.runtime.bundles.calendar()
    if calendar is None or view.due_at is None or view.ended_at is not None:
        return {"due_unconfirmed": False, "due_workdays": None, "due_rule_workdays": None}
    days = calendar.of(view.department)
    return {
        "due_unconfirmed": calendar.is_unconfirmed_between(view.created_at, view.due_at),
        "due_workdays": workdays.between(days, house.runtime.clock.now(), view.due_at),
        "due_rule_workdays": workdays.between(days, view.created_at, view.due_at),
    }


def work_item(house: House, view: WorkItemView) -> WorkItem:
    return WorkItem(**work_item_facts(house, view))


def work_items(house: House, views: Iterable[WorkItemView]) -> list[WorkItem]:
    return [work_item(house, view) for view in views]


def instance_facts(house: House, view: InstanceView) -> Json:
    """The fields of an Instance."""
    return {
        "id": view.id,
        "process": view.process,
        "process_name": view.process_name,
        "process_name_en": view.process_name_en,
        "title": view.title,
        "business_key": view.business_key,
        "status": view.status,
        "initiator": view.initiator,
        "initiator_name": view.initiator_name,
        "initiator_name_en": english_name(house, view.initiator, view.initiator_name),
        "started_at": view.started_at,
        "ended_at": view.ended_at,
        "end_events": end_events(house, view),
        "version": view.version,
        "open_incidents": view.open_incidents,
        "number": view.number,
        "summary": view.summary,
        "department": view.department,
    }


def instance(house: House, view: InstanceView) -> Instance:
    return Instance(**instance_facts(house, view))


def end_events(house: House, view: InstanceView) -> list[EndEvent]:
    """The end events that the case reached, with their names."""
    if not view.end_events:
        return []
    definition = house.runtime.bundles.drawn(view.process, Digest(view.process_digest))
    found = []
    for end in view.end_events:
        element = definition.elements.get(end)
        name = element.name if element else end
        english = element.name_en if element else end
        found.append(EndEvent(id=end, name=name or end, name_en=english or name or end))
    return found


def key_of(view: DefinitionView) -> str:
    """What it is started and looked at by."""
    return f"{DRAFT_OF}{view.key}" if view.draft else view.key


def case_of(house: House, instance_id: str) -> InstanceView:
    """The case as it is now. Raises NotFound."""
    view = house.runtime.store.instance(instance_id)
    if view is None:
        raise NotFound(f"没有案件 {instance_id}", f"Expected an existing case {instance_id}")
    return view


def item_of(house: House, item_id: str) -> WorkItemView:
    """The work item as it is now. Raises NotFound."""
    view = house.runtime.store.work_item(item_id)
    if view is None:
        raise NotFound(f"没有待办 {item_id}", f"Expected an existing work item {item_id}")
    return view


def actions(actor: Person, view: WorkItemView) -> list[str]:
    """What this person may do with the work item now."""
    if view.ended_at is not None:
        return []
    item = as_item(view)
    found = []
    if item.assignee is None and policy.may_claim(actor, item):
        found.append("claim")
    alone = view.candidates == (user_principal(actor.id),)
    if policy.may_release(actor, item) and not alone:
        found.append("release")
    if policy.may_complete(actor, item):
        found.append("complete")
    return found
