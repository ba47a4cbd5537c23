"""Refuses commands in processes that administrators have closed to the person who gives them."""

from __future__ import annotations

from engine.core import policy
from engine.core.commands import (
    Command,
    CopyInstance,
    HandOverWork,
    StartInstance,
    TransferWorkItem,
    UrgeWorkItem,
)
from engine.core.commands_approval import AddSigners, AppointWorkItem, DelegateWorkItem
from engine.core.people import Person
from engine.core.rights import Rights
from engine.errors import NotFound, NotPermitted
from engine.ports import ReadModel

_NO_WORK = (UrgeWorkItem, CopyInstance, HandOverWork)
_HANDING = (TransferWorkItem, AppointWorkItem, DelegateWorkItem, AddSigners)


def refuse_beyond(
    rights: Rights, command: Command, people: tuple[Person, Person | None], reading: ReadModel
) -> None:
    """Raises NotPermitted, naming the process and the right; NotFound to who may not know of the
    process. `people`: who acts, and for whom."""
    if not rights:
        return
    if isinstance(command, StartInstance):
        _refuse_start(rights, command.process, people[0])
    elif hasattr(command, "work_item_id") and not isinstance(command, _NO_WORK):
        case = reading.instance(command.instance_id)
        workers: tuple[Person | None, ...] = people
        if isinstance(command, _HANDING):
            # Administrators move the work of others, whether they may do it or not.
            to = command.to if isinstance(command.to, tuple) else (command.to,)
            workers = (*to, *(() if policy.may_administer(people[0]) else people))
        for person in workers:
            if case is not None and person is not None:
                _refuse_work(rights, case.process, person)


def _refuse_start(rights: Rights, process: str, actor: Person) -> None:
    if not policy.may_see_process(actor, process, rights) and not policy.is_system(actor):
        raise NotFound(f"没有流程 {process}", f"Expected a deployed process, got {process!r}")
    if not policy.may_start_at_all(actor, process, rights):
        raise NotPermitted(
            f"管理员没有让您发起流程 {process}", f"Expected the right to start {process}"
        )


def _refuse_work(rights: Rights, process: str, person: Person) -> None:
    if not policy.may_work_at_all(person, process, rights):
        raise NotPermitted(
            f"管理员没有让{person.name}办理流程 {process} 的待办，请找管理员授权或转办",
            f"Expected the right of {person.id} to work in {process}: ask an administrator",
        )
