"""Leaving (离职转办): the organisation's record, then every case that had the leaver's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.core import policy
from engine.core.commands import HandOverWork
from engine.core.events import WorkItemAssigned
from engine.core.ids import InstanceId, Principal, UserId, role_principal, user_principal
from engine.core.people import Person
from engine.dispatcher import Dispatcher
from engine.errors import InvalidState, NotFound, NotPermitted
from engine.ports import Store
from engine.views import KeptMessage, WorkItemView, WorklistQuery


class Directory(Protocol):
    """What leaving asks the organisation."""

    def person(self, user: UserId) -> Person | None: ...

    def is_active(self, user: UserId) -> bool: ...

    def holders(self, role: str) -> tuple[Person, ...]: ...

    def changes(self) -> tuple[KeptMessage, ...]: ...


class Records(Protocol):
    """Where a leaving is planned and recorded."""

    def plan_leaving(self, login: str, successor: str | None = None) -> Any: ...

    def apply(self, plan: Any, actor: Person) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """What leaving has led to."""

    leaver: str
    successor: str
    recorded: str  # the stream of the log
    items: int
    cases: tuple[str, ...]


class Leaving:
    """One recorded command for each leaver, then one for each case that had their work."""

    def __init__(
        self,
        engine: tuple[Store, Dispatcher],
        people: Directory,
        roster: Records,
        revoke: Sequence[Callable[[UserId], object]],
        pass_on: Callable[[UserId, UserId], object],
    ) -> None:
        self._store, self._dispatcher = engine
        self._people = people
        self._roster = roster
        self._revoke, self._pass_on = revoke, pass_on

    def leave(self, login: str, actor: Person, successor: str | None = None) -> Farewell:
        """The person leaves now. For somebody who has left already it goes on where a crash
        stopped it. Raises NotFound, NotPermitted, InvalidCommand, DeploymentRefused."""
        if not policy.may_change_people(actor):
            raise NotPermitted("只有管理员可以办理离职", "Expected an administrator")
        user = UserId(login)
        if self._people.person(user) is None or self._people.is_active(user):
            self._roster.apply(self._roster.plan_leaving(login, successor), actor)
        return self.carry_out(login, actor)

    def carry_out(self, login: str, actor: Person) -> Farewell:
        """Hand over in each case. Raises NotFound, InvalidState when no leaving is recorded."""
        leaver, change = self._recorded(login)
        for end in self._revoke:
            end(leaver.id)
        self._pass_on(leaver.id, UserId(change.correlation_key))
        orphaned = tuple(role for role in leaver.roles if not self._people.holders(role))
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
            outcome = self._dispatcher.dispatch(command, actor)
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
        leaver = self._people.person(UserId(login))
        if leaver is None:
            raise NotFound(f"没有人员 {login}", f"Expected a person with login {login!r}")
        found = [change for change in self._people.changes() if change.name == login]
        if not found or self._people.is_active(leaver.id):
            raise InvalidState(f"{login} 没有离职", f"Expected {login} to have left")
        return leaver, found[-1]

    def _cases(self, user: UserId, principals: tuple[Principal, ...]) -> Iterator[str]:
        return (item.instance_id for item in work_of(self._store, user, principals))


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
