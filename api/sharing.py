"""Work that passes between people: transfer, urge, copy, and many work items at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from api import acting, show
from api.auth import Visit, does_item, sees_item
from api.reading import case_of, item_of
from api.schemas.cases import Instance
from api.schemas.sharing import BulkItem, BulkRequest, BulkResult, BulkResults
from api.schemas.work import WorkItem
from api.wire import to_variables
from engine.core.commands import (
    ClaimWorkItem,
    Command,
    CompleteWorkItem,
    CopyInstance,
    ReadCopy,
    TransferWorkItem,
    UrgeWorkItem,
)
from engine.core.ids import InstanceId, UserId
from engine.core.people import Person
from engine.errors import CommandRejected, ConcurrencyConflict, InvalidCommand, NotFound
from engine.views import WorkItemView


def transfer(visit: Visit, to: str, reason: str) -> WorkItem:
    """Give the work item to another person for good."""
    return _done(visit, _transfer(visit, item_of(visit), to, reason))


def urge(visit: Visit, reason: str) -> WorkItem:
    """Ask for the work item to be done."""
    return _done(visit, _urge(item_of(visit), reason))


def copy(visit: Visit, to: list[str], note: str) -> Instance:
    """Show the case to people who have nothing to do in it."""
    people = tuple(_person(visit, login) for login in to)
    instance_id = InstanceId(case_of(visit).id)
    return _of_case(visit, CopyInstance(instance_id=instance_id, to=people, note=note))


def read_copy(visit: Visit) -> Instance:
    """Mark the copy of the case as read."""
    return _of_case(visit, ReadCopy(instance_id=InstanceId(case_of(visit).id)))


def _of_case(visit: Visit, command: Command) -> Instance:
    visit.house.runtime.dispatch(command, visit.person, command_id=visit.command_id)
    return show.instance(visit.house, show.case_of(visit.house, command.instance_id))


def _done(visit: Visit, command: Command) -> WorkItem:
    view = item_of(visit)
    acting.on_item(visit, view, command)
    return show.work_item(visit.house, show.item_of(visit.house, view.id))


def _person(visit: Visit, login: str) -> Person:
    """An active person. Raises InvalidCommand."""
    person = visit.house.runtime.people.person(UserId(login))
    if person is None or not visit.house.runtime.people.is_active(UserId(login)):
        raise InvalidCommand(f"没有在职人员 {login}", f"Expected an active person, got {login!r}")
    return person


def _transfer(visit: Visit, view: WorkItemView, to: str, reason: str) -> Command:
    return TransferWorkItem(
        instance_id=InstanceId(view.instance_id),
        work_item_id=view.id,
        to=_person(visit, to),
        reason=reason,
    )


def _urge(view: WorkItemView, reason: str) -> Command:
    instance_id = InstanceId(view.instance_id)
    return UrgeWorkItem(instance_id=instance_id, work_item_id=view.id, reason=reason)


# -- many at once ---------------------------------------------------------------------------------


def _claim_one(_: Visit, view: WorkItemView, body: BulkRequest, item: BulkItem) -> Command:
    return ClaimWorkItem(instance_id=InstanceId(view.instance_id), work_item_id=view.id)


def _complete_one(_: Visit, view: WorkItemView, body: BulkRequest, item: BulkItem) -> Command:
    data = to_variables(item.data)
    instance_id = InstanceId(view.instance_id)
    return CompleteWorkItem(
        instance_id=instance_id, work_item_id=view.id, data=data, opinion=item.opinion
    )


def _transfer_one(visit: Visit, view: WorkItemView, body: BulkRequest, _: BulkItem) -> Command:
    return _transfer(visit, view, body.to, body.reason)


def _urge_one(_: Visit, view: WorkItemView, body: BulkRequest, item: BulkItem) -> Command:
    return _urge(view, body.reason)


_ONE: Final[Mapping[str, Callable[[Visit, WorkItemView, BulkRequest, BulkItem], Command]]] = {
    "claim": _claim_one,
    "complete": _complete_one,
    "transfer": _transfer_one,
    "urge": _urge_one,
}
_SEEN: Final = frozenset({"transfer", "urge"})
"""What may be done by people to whom the work is not offered; the decider asks for their right."""


def bulk(visit: Visit, body: BulkRequest) -> BulkResults:
    """Exactly the listed work items, each by its own command, one after the other; one that is
    refused holds up no other."""
    return BulkResults(items=[_one(visit, body, item) for item in body.items])


def _one(visit: Visit, body: BulkRequest, item: BulkItem) -> BulkResult:
    enter = sees_item if body.action in _SEEN else does_item
    key = f"{visit.command_id}:{item.id}" if visit.command_id else None
    try:
        found = enter(replace(visit, command_id=key), item.id)
        view = item_of(found)
        acting.on_item(found, view, _ONE[body.action](found, view, body, item))
    except (CommandRejected, ConcurrencyConflict, NotFound) as refused:
        kind = refused.kind if isinstance(refused, CommandRejected) else "conflict"
        return BulkResult(
            id=item.id, done=False, problem=kind, zh=refused.text.zh, en=refused.text.en
        )
    return BulkResult(id=item.id, done=True, problem="", zh="", en="")
