"""Hands commands over to the dispatcher and answers with what they led to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api import show
from api.auth import Visit
from api.reading import case_of, item_of
from api.schemas.cases import Incident, Instance, MessageReceipt
from api.schemas.work import Completed, WorkItem
from api.wire import to_value
from engine.core.commands import (
    ActivateAdHoc,
    ClaimWorkItem,
    Command,
    CompleteWorkItem,
    FinishAdHoc,
    ReceiveMessage,
    ReleaseWorkItem,
    RetryIncident,
    TerminateInstance,
)
from engine.core.ids import InstanceId
from engine.errors import InvalidState, NotFound
from engine.views import WorkItemView


def start(visit: Visit, variables: Mapping[str, Any], business_key: str | None) -> Instance:
    """Begin a case of the process that the door has looked up."""
    assert visit.definition is not None  # noqa: S101 -- only the route of a process asks
    outcome = visit.house.runtime.start(
        show.key_of(visit.definition),
        to_value(dict(variables)),
        visit.person,
        business_key=business_key,
        command_id=visit.command_id,
    )
    return show.instance(visit.house, show.case_of(visit.house, outcome.instance_id))


def claim(visit: Visit) -> WorkItem:
    """Take the work item."""
    view = item_of(visit)
    instance_id = InstanceId(view.instance_id)
    _on_item(visit, view, ClaimWorkItem(instance_id=instance_id, work_item_id=view.id))
    return show.work_item(visit.house, show.item_of(visit.house, view.id))


def release(visit: Visit) -> WorkItem:
    """Give the work item back."""
    view = item_of(visit)
    instance_id = InstanceId(view.instance_id)
    _on_item(visit, view, ReleaseWorkItem(instance_id=instance_id, work_item_id=view.id))
    return show.work_item(visit.house, show.item_of(visit.house, view.id))


def complete(visit: Visit, data: Mapping[str, Any]) -> Completed:
    """Finish the work item; the handler checks the form."""
    view = item_of(visit)
    command = CompleteWorkItem(
        instance_id=InstanceId(view.instance_id),
        work_item_id=view.id,
        data=to_value(dict(data)),
    )
    _on_item(visit, view, command)
    return _led_to(visit, view)


def _led_to(visit: Visit, view: WorkItemView) -> Completed:
    house = visit.house
    items = house.runtime.store.work_items_of(view.instance_id)
    incidents = house.runtime.store.incidents(instance_id=view.instance_id)
    return Completed(
        work_item=show.work_item(house, show.item_of(house, view.id)),
        instance=show.instance(house, show.case_of(house, view.instance_id)),
        next=show.work_items(house, (item for item in items if item.ended_at is None)),
        incidents=[Incident.of(incident) for incident in incidents],
    )


def activate(visit: Visit, element_id: str) -> Completed:
    """Begin an activity of the ad-hoc sub-process."""
    view = item_of(visit)
    instance_id = InstanceId(view.instance_id)
    command = ActivateAdHoc(instance_id=instance_id, work_item_id=view.id, element_id=element_id)
    _on_item(visit, view, command)
    return _led_to(visit, view)


def finish(visit: Visit) -> Completed:
    """Declare the ad-hoc sub-process done."""
    view = item_of(visit)
    _on_item(
        visit, view, FinishAdHoc(instance_id=InstanceId(view.instance_id), work_item_id=view.id)
    )
    return _led_to(visit, view)


def _on_item(visit: Visit, view: WorkItemView, command: Command) -> None:
    """Dispatch; say who ended the work item, or who has it, to those who may know."""
    try:
        visit.house.runtime.dispatch(command, visit.person, command_id=visit.command_id)
    except (NotFound, InvalidState) as refused:
        raise _explained(visit, view.id) or refused from None


def _explained(visit: Visit, item_id: str) -> InvalidState | None:
    now = show.item_of(visit.house, item_id)
    if now.ended_at is not None:
        who = show.person_name(visit.house, now.ended_by or "engine")
        return InvalidState(
            f"“{now.name}”已由{who.zh}于 {now.ended_at:%Y-%m-%d %H:%M} UTC 办结",
            f"Expected an open work item, but {who.en} ended it at {now.ended_at.isoformat()}",
        )
    if now.assignee not in (None, visit.person.id):
        who = show.person_name(visit.house, now.assignee or "")
        return InvalidState(
            f"“{now.name}”已由{who.zh}认领", f"Expected a free work item, but {who.en} has it"
        )
    return None


def terminate(visit: Visit, reason: str) -> Instance:
    """End the case for good."""
    view = case_of(visit)
    command = TerminateInstance(instance_id=InstanceId(view.id), reason=reason)
    visit.house.runtime.dispatch(command, visit.person, command_id=visit.command_id)
    return show.instance(visit.house, show.case_of(visit.house, view.id))


def retry(visit: Visit, variables: Mapping[str, Any], reason: str) -> Instance:
    """Try the stuck element again with corrected variables."""
    incident = visit.incident
    assert incident is not None  # noqa: S101 -- only the route of an incident asks
    command = RetryIncident(
        instance_id=InstanceId(incident.instance_id),
        incident_id=incident.id,
        variables=to_value(dict(variables)),
        reason=reason,
    )
    visit.house.runtime.dispatch(command, visit.person, command_id=visit.command_id)
    return show.instance(visit.house, show.case_of(visit.house, incident.instance_id))


def send(visit: Visit, message: str, key: str, data: Mapping[str, Any]) -> MessageReceipt:
    """Deliver a message to every case that waits for it with this key."""
    runtime = visit.house.runtime
    received = []
    for waiting in runtime.store.subscriptions(message, key):
        command = ReceiveMessage(
            instance_id=InstanceId(waiting.instance_id),
            subscription_id=waiting.id,
            data=to_value(dict(data)),
        )
        own_id = visit.command_id and f"{visit.command_id}:{waiting.id}"
        runtime.dispatch(command, visit.person, command_id=own_id)
        received.append(waiting.instance_id)
    return MessageReceipt(received_by=received)
