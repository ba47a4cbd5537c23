"""The operations on opinions by login: commands made of what a caller names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from engine.core.commands import TransferWorkItem, UrgeWorkItem
from engine.core.commands_approval import (
    AddSigners,
    AppointWorkItem,
    DelegateWorkItem,
    GiveOpinion,
    RemoveSigner,
)
from engine.core.commands_office import ChangePriority, SetFollowUp
from engine.core.ids import InstanceId, UserId
from engine.core.people import Person
from engine.errors import InvalidCommand


class Directory(Protocol):
    """What is asked of the organisation here."""

    def person(self, user: UserId) -> Person | None: ...

    def is_active(self, user: UserId) -> bool: ...


def active_person(people: Directory, login: str) -> Person:
    """Somebody who can be asked to do something. Raises InvalidCommand."""
    person = people.person(UserId(login))
    if person is None or not people.is_active(UserId(login)):
        raise InvalidCommand(f"没有在职人员 {login}", f"Expected an active person, got {login!r}")
    return person


def case_of(work_item_id: str) -> InstanceId:
    """Ids of work items begin with their case's id."""
    return InstanceId(work_item_id.split("-", 1)[0])


class Asking:
    """Makes the commands on one work item."""

    def __init__(self, people: Directory, work_item_id: str) -> None:
        self._people = people
        self._item = work_item_id

    def to_add(self, logins: Sequence[str], place: str, reason: str) -> AddSigners:
        """加签. Raises InvalidCommand for who is not there."""
        to = tuple(active_person(self._people, login) for login in dict.fromkeys(logins))
        return AddSigners(
            instance_id=case_of(self._item),
            work_item_id=self._item,
            to=to,
            place=place,
            reason=reason,
        )

    def to_remove(self, login: str, reason: str) -> RemoveSigner:
        """减签，also of who has left."""
        return RemoveSigner(
            instance_id=case_of(self._item),
            work_item_id=self._item,
            who=UserId(login),
            reason=reason,
        )

    def to_delegate(self, login: str, reason: str) -> DelegateWorkItem:
        """委派."""
        return DelegateWorkItem(
            instance_id=case_of(self._item),
            work_item_id=self._item,
            to=active_person(self._people, login),
            reason=reason,
        )

    def to_appoint(self, login: str, reason: str) -> AppointWorkItem:
        """指派."""
        return AppointWorkItem(
            instance_id=case_of(self._item),
            work_item_id=self._item,
            to=active_person(self._people, login),
            reason=reason,
        )

    def to_transfer(self, login: str, reason: str) -> TransferWorkItem:
        """转办."""
        return TransferWorkItem(
            instance_id=case_of(self._item),
            work_item_id=self._item,
            to=active_person(self._people, login),
            reason=reason,
        )

    def to_urge(self, reason: str) -> UrgeWorkItem:
        """催办."""
        return UrgeWorkItem(instance_id=case_of(self._item), work_item_id=self._item, reason=reason)

    def to_follow_up(self, until: datetime | None) -> SetFollowUp:
        """稍后处理."""
        return SetFollowUp(instance_id=case_of(self._item), work_item_id=self._item, until=until)

    def to_press(self, priority: int, reason: str) -> ChangePriority:
        """优先级."""
        return ChangePriority(
            instance_id=case_of(self._item),
            work_item_id=self._item,
            priority=priority,
            reason=reason,
        )

    def to_advise(self, opinion: str, agrees: bool | None, signature: str = "") -> GiveOpinion:
        """提意见."""
        return GiveOpinion(
            instance_id=case_of(self._item),
            work_item_id=self._item,
            opinion=opinion,
            agrees=agrees,
            signature=signature,
        )
