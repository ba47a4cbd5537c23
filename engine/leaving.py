"""Leaving (离职转办): the organisation's record, then every case that had the leaver's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from engine.core.commands import HandOverWork
from engine.core.events import WorkItemAssigned
from engine.core.ids import InstanceId, Principal, UserId, role_principal, user_principal
from engine.core.people import Person
from engine.dispatcher import Dispatcher
from engine.errors import InvalidState, NotFound
from engine.ports import Store
from engine.views import KeptMessage, WorkItemView, WorklistQuery


class Directory(Protocol):
    """What leaving asks the organisation."""

    def person(self, user: UserId) -> Person | None: ...

    def is_active(self, user: UserId) -> bool: ...

    def holders(self, role: str) -> tuple[Person, ...]: ...

    def changes(self) -> tuple[KeptMessage, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """What leaving has led to."""

    leaver: str
    successor: str
    recorded: str  # the stream of the log
    items: int
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Carries out a leaving that is recorded. Doing it again after a crash goes on where it was."""

    store: Store
    dispatcher: Dispatcher
    people: Directory
    revoke: Callable[[UserId], None]

    def carry_out(self, login: str, actor: Person) -> Farewell:
        """Hand over in each case. Raises NotFound, InvalidState when no leaving is recorded."""
        leaver, change = self._recorded(login)
        self.revoke(leaver.id)
        orphaned = tuple(role for role in leaver.roles if not self.people.holders(role))
        principals = (user_principal(leaver.id), *map(role_principal, orphaned))
        cases, items = [], 0
        for instance_id in sorted(set(self._cases(leaver.id, principals))):
            command = HandOverWork(
                instance_id=InstanceId(instance_id),
                leaver=leaver.id,
                leaver_name=leaver.name,
                successor=change.correlation_key,
                roles=orphaned,
            )
            outcome = self.dispatcher.dispatch(command, actor)
            items += sum(isinstance(event, WorkItemAssigned) for event in outcome.events)
            cases.append(instance_id)
        return Farewell(
            leaver=leaver.id,
            successor=change.correlation_key,
            recorded=change.id,
            items=items,
            cases=tuple(cases),
        )

    def _recorded(self, login: str) -> tuple[Person, KeptMessage]:
        leaver = self.people.person(UserId(login))
        if leaver is None:
            raise NotFound(f"没有人员 {login}", f"Expected a person with login {login!r}")
        found = [change for change in self.people.changes() if change.name == login]
        if not found or self.people.is_active(leaver.id):
            raise InvalidState(f"{login} 没有离职", f"Expected {login} to have left")
        return leaver, found[-1]

    def _cases(self, user: UserId, principals: tuple[Principal, ...]) -> Iterator[str]:
        return (item.instance_id for item in work_of(self.store, user, principals))


def work_of(
    store: Store, user: UserId, principals: tuple[Principal, ...]
) -> Iterator[WorkItemView]:
    """The open work items that are somebody's or offered to the principals, a page at a time."""
    for view in ("mine", "candidate"):
        cursor: str | None = None
        while True:
            page = store.worklist(
                WorklistQuery(user=user, principals=principals, view=view, cursor=cursor, limit=100)
            )
            yield from page.items
            cursor = page.next
            if cursor is None:
                break
