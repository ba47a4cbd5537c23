"""The command that a batch means for one item, and whether it would be accepted now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from engine.batches.choosing import tokens_at
from engine.batches.model import Action, Asked, BatchItem
from engine.bundle_elements import place_in
from engine.core.commands import (
    Command,
    RetryIncident,
    TerminateInstance,
    TransferWorkItem,
)
from engine.core.commands_approval import AppointWorkItem
from engine.core.commands_moves import MoveTokens, ResumeInstance, SuspendInstance
from engine.core.ids import InstanceId, UserId
from engine.core.people import Person
from engine.core.rights import Rights
from engine.errors import CommandRejected, InvalidCommand, InvalidState, Text
from engine.handlers.case import LiveInstance
from engine.handlers.trial import tried
from engine.limits import refuse_beyond
from engine.ports import Answers, Clock, Store


class Directory(Protocol):
    """The organisation as it is now."""

    def person(self, user: UserId) -> Person | None: ...

    def is_active(self, user: UserId) -> bool: ...

    @property
    def rights(self) -> Rights: ...


def active(people: Directory, login: str) -> Person:
    """Raises InvalidCommand."""
    person = people.person(UserId(login))
    if person is None or not people.is_active(person.id):
        raise InvalidCommand(f"没有在职人员 {login}", f"Expected an active person: {login!r}")
    return person


def command_for(
    asked: Asked, item: BatchItem, live: LiveInstance, people: Directory, reason: str
) -> Command:
    """What is asked of this item. Raises InvalidState, InvalidCommand."""
    return _BUILDERS[asked.action](asked, item, live, people, reason)


def _retry(
    _: Asked, item: BatchItem, _live: LiveInstance, _people: Directory, reason: str
) -> Command:
    case = InstanceId(item.instance_id)
    return RetryIncident(instance_id=case, incident_id=item.subject, reason=reason)


def _suspend(
    _: Asked, item: BatchItem, _live: LiveInstance, _people: Directory, reason: str
) -> Command:
    return SuspendInstance(instance_id=InstanceId(item.instance_id), reason=reason)


def _resume(
    _: Asked, item: BatchItem, _live: LiveInstance, _people: Directory, reason: str
) -> Command:
    return ResumeInstance(instance_id=InstanceId(item.instance_id), reason=reason)


def _terminate(
    _: Asked, item: BatchItem, _live: LiveInstance, _people: Directory, reason: str
) -> Command:
    return TerminateInstance(instance_id=InstanceId(item.instance_id), reason=reason)


def _move(
    asked: Asked, item: BatchItem, live: LiveInstance, _people: Directory, reason: str
) -> Command:
    tokens = tokens_at(live, asked.selection.element)
    if not tokens:
        raise InvalidState("案件不在该环节", "Expected the case to stand at the element")
    bundle = live.case.bundle
    process, to = place_in(bundle, asked.to)
    if to not in bundle.process_of(process).elements:
        raise InvalidCommand(
            f"此案的流程中没有 {asked.to}", f"Expected an element of the case, got {asked.to!r}"
        )
    return MoveTokens(
        instance_id=InstanceId(item.instance_id),
        tokens=tokens,
        to=to,
        process=process,
        reason=reason,
    )


def _transfer(
    asked: Asked, item: BatchItem, live: LiveInstance, people: Directory, reason: str
) -> Command:
    case, to = InstanceId(item.instance_id), active(people, asked.to)
    held = live.state.work_items.get(item.subject)
    if held is not None and held.assignee == asked.of:
        return TransferWorkItem(instance_id=case, work_item_id=item.subject, to=to, reason=reason)
    return AppointWorkItem(instance_id=case, work_item_id=item.subject, to=to, reason=reason)


Builder = Callable[[Asked, BatchItem, LiveInstance, Directory, str], Command]
_BUILDERS: Final[dict[Action, Builder]] = {
    Action.RETRY: _retry,
    Action.SUSPEND: _suspend,
    Action.RESUME: _resume,
    Action.TERMINATE: _terminate,
    Action.MOVE: _move,
    Action.TRANSFER: _transfer,
}


class Trial:
    """Tries commands out without doing them."""

    def __init__(self, clock: Clock, answers: Answers, people: Directory, store: Store) -> None:
        self._clock, self._answers = clock, answers
        self._people, self._store = people, store

    def refusal(self, command: Command, live: LiveInstance, actor: Person) -> Text | None:
        """Why the command would be refused now. Changes nothing."""
        try:
            refuse_beyond(self._people.rights, command, (actor, None), self._store)
            tried(live, command, actor, self._clock.now(), self._answers)
        except CommandRejected as refused:
            return refused.text
        return None
