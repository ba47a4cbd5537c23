"""Hands commands over to the dispatcher and answers with what they led to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from api import show
from api.auth import Visit
from api.canceling import who_canceled
from api.reading import case_of, incidents_seen, item_of
from api.schemas.cases import (
    Instance,
    MessageReceipt,
    MessageRequest,
    SignalReceipt,
    SignalRequest,
)
from api.schemas.work import Completed, CompleteRequest, ErrorRequest, EscalationRequest, WorkItem
from api.wire import to_variables
from engine import exchange
from engine.core import policy
from engine.core.calendar import OFFICE_ZONE
from engine.core.commands import (
    ActivateAdHoc,
    ClaimWorkItem,
    Command,
    CompleteWorkItem,
    FinishAdHoc,
    ReleaseWorkItem,
    RetryIncident,
    TerminateInstance,
    ThrowWorkItemError,
    ThrowWorkItemEscalation,
    TransferWorkItem,
    UrgeWorkItem,
)
from engine.core.commands_approval import AppointWorkItem, RemoveSigner
from engine.core.commands_office import ChangePriority
from engine.core.ids import InstanceId
from engine.core.state import WorkItemState
from engine.errors import InvalidState, NotFound
from engine.exchange import Message, time_to_live
from engine.views import WorkItemView


def start(visit: Visit, variables: Mapping[str, Any], business_key: str | None) -> Instance:
    """Begin a case of the process that the door has looked up."""
    assert visit.definition is not None  # noqa: S101 -- only the route of a process asks
    outcome = visit.house.runtime.start(
        show.key_of(visit.definition),
        to_variables(variables),
        visit.person,
        business_key=business_key,
        command_id=visit.command_id,
    )
    return show.instance(visit.house, show.case_of(visit.house, outcome.instance_id))


def claim(visit: Visit) -> WorkItem:
    """Take the work item."""
    view = item_of(visit)
    instance_id = InstanceId(view.instance_id)
    on_item(visit, view, ClaimWorkItem(instance_id=instance_id, work_item_id=view.id))
    return show.work_item(visit.house, show.item_of(visit.house, view.id))


def release(visit: Visit) -> WorkItem:
    """Give the work item back."""
    view = item_of(visit)
    instance_id = InstanceId(view.instance_id)
    on_item(visit, view, ReleaseWorkItem(instance_id=instance_id, work_item_id=view.id))
    return show.work_item(visit.house, show.item_of(visit.house, view.id))


def complete(visit: Visit, body: CompleteRequest) -> Completed:
    """Finish the work item; the handler checks the form."""
    view = item_of(visit)
    command = CompleteWorkItem(
        instance_id=InstanceId(view.instance_id),
        work_item_id=view.id,
        data=to_variables(body.data),
        opinion=body.opinion,
        signature=body.signature,
    )
    on_item(visit, view, command)
    return led_to(visit, view)


def throw_error(visit: Visit, body: ErrorRequest) -> Completed:
    """End the work item with a modelled error."""
    view = item_of(visit)
    command = ThrowWorkItemError(
        instance_id=InstanceId(view.instance_id),
        work_item_id=view.id,
        code=body.code,
        message=body.message,
        data=to_variables(body.variables),
    )
    on_item(visit, view, command)
    return led_to(visit, view)


def escalate(visit: Visit, body: EscalationRequest) -> Completed:
    """Escalate from the work item."""
    view = item_of(visit)
    command = ThrowWorkItemEscalation(
        instance_id=InstanceId(view.instance_id),
        work_item_id=view.id,
        code=body.code,
        data=to_variables(body.variables),
    )
    on_item(visit, view, command)
    return led_to(visit, view)


def led_to(visit: Visit, view: WorkItemView) -> Completed:
    """What a command on the work item led to."""
    house = visit.house
    items = house.runtime.store.work_items_of(view.instance_id)
    incidents = house.runtime.store.incidents(instance_id=view.instance_id)
    return Completed(
        work_item=show.work_item(house, show.item_of(house, view.id)),
        instance=show.instance(house, show.case_of(house, view.instance_id)),
        next=show.work_items(house, (item for item in items if item.ended_at is None)),
        incidents=incidents_seen(visit, view.instance_id, incidents),
    )


def activate(visit: Visit, element_id: str) -> Completed:
    """Begin an activity of the ad-hoc sub-process."""
    view = item_of(visit)
    instance_id = InstanceId(view.instance_id)
    command = ActivateAdHoc(instance_id=instance_id, work_item_id=view.id, element_id=element_id)
    on_item(visit, view, command)
    return led_to(visit, view)


def finish(visit: Visit) -> Completed:
    """Declare the ad-hoc sub-process done."""
    view = item_of(visit)
    on_item(
        visit, view, FinishAdHoc(instance_id=InstanceId(view.instance_id), work_item_id=view.id)
    )
    return led_to(visit, view)


def on_item(visit: Visit, view: WorkItemView, command: Command) -> None:
    """Dispatch; say who ended the work item, or who has it, to those who may know."""
    absent = None if isinstance(command, UrgeWorkItem) else visit.absent
    try:
        visit.house.runtime.dispatch(
            command, visit.person, command_id=visit.command_id, absent=absent
        )
    except (NotFound, InvalidState) as refused:
        office = policy.may_administer(visit.person) and isinstance(command, TransferWorkItem)
        others = office or isinstance(command, _OF_OTHERS)
        raise explained(visit, view.id, others=others) or refused from None


_OF_OTHERS: Final = (UrgeWorkItem, AppointWorkItem, ChangePriority, RemoveSigner)
"""What is done about work that somebody else has."""


def explained(visit: Visit, item_id: str, *, others: bool = False) -> InvalidState | None:
    """Who ended the work item, or has it, for those who may know. That somebody has it explains
    nothing about what is done to work of `others`."""
    now = show.item_of(visit.house, item_id)
    if now.ended_at is not None:
        canceled = now.state == WorkItemState.CANCELED
        by = who_canceled(visit.house.runtime.store, now) if canceled else now.ended_by
        who = show.person_name(visit.house, by or "engine")
        zh, en = ("取消", "canceled") if canceled else ("办结", "ended")
        at = f"{now.ended_at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"
        return InvalidState(
            f"“{now.name}”已由{who.zh}于 {at} {zh}",
            f"Expected an open work item, but {who.en} {en} it at {now.ended_at.isoformat()}",
        )
    own = visit.person.id if visit.absent is None else visit.absent.id
    if now.assignee not in (None, own) and not others:
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
        variables=to_variables(variables),
        reason=reason,
    )
    visit.house.runtime.dispatch(command, visit.person, command_id=visit.command_id)
    return show.instance(visit.house, show.case_of(visit.house, incident.instance_id))


def send(visit: Visit, body: MessageRequest) -> MessageReceipt:
    """Deliver a message to the one who waits for it, or keep it."""
    runtime = visit.house.runtime
    message = Message(
        id=_own_id(visit, body.message_id),
        name=body.name,
        key=body.correlation_key,
        data=to_variables(body.variables),
        time_to_live=time_to_live(body.time_to_live, runtime.clock.now()),
    )
    receipt = exchange.send(runtime.exchange, message, visit.person)
    runtime.settle()
    return MessageReceipt(
        message_id=receipt.id.partition(":")[2],
        received_by=list(receipt.received_by),
        started=list(receipt.started),
        kept_until=receipt.kept_until,
        gathered=receipt.gathered,
        repeated=receipt.repeated,
    )


def broadcast(visit: Visit, body: SignalRequest) -> SignalReceipt:
    """Send a signal to everybody who waits for it."""
    signal_id = _own_id(visit, body.signal_id)
    data = to_variables(body.variables)
    how = (visit.person, signal_id)
    receipt = exchange.broadcast(visit.house.runtime.exchange, body.name, data, how)
    visit.house.runtime.settle()
    return SignalReceipt(
        signal_id=receipt.id.partition(":")[2],
        received_by=list(receipt.received_by),
        started=list(receipt.started),
        repeated=receipt.repeated,
    )


def _own_id(visit: Visit, given: str | None) -> str:
    """The sender's own id of a message or signal, kept apart from everybody else's."""
    if given is None and visit.command_id is not None:
        return visit.command_id
    return f"{visit.person.id}:{given or visit.house.runtime.ids.new()}"
