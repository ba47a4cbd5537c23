"""What depends on an entry of the organisation: processes that name it, work that waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.core.definition import Assignment, AssignmentKind, ProcessDefinition, UserTask
from engine.core.ids import Principal, UserId, group_principal, role_principal, user_principal
from engine.core.people import SYSTEM
from engine.leaving import work_of
from engine.ports import Store

Named = tuple[str, str]
"""Section and id of an entry."""
_ROLE: Final = "role:"
_SECTIONS: Final = {
    AssignmentKind.ROLE: "roles",
    AssignmentKind.GROUP: "groups",
    AssignmentKind.USER: "people",
    AssignmentKind.DEPARTMENT_HEAD: "departments",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """Of one entry: the processes whose newest version names it, and open work items."""

    section: str
    id: str
    processes: tuple[tuple[str, str, str], ...] = ()  # key, name, English name
    work: int = 0

    def __bool__(self) -> bool:
        """Whether anything depends on it."""
        return bool(self.processes or self.work)


class Depending:
    """Asks the published processes and the worklist; the processes are read when it is asked."""

    def __init__(self, store: Store, published: Callable[[], Iterable[ProcessDefinition]]) -> None:
        self._store, self._published = store, published

    def of(self, section: str, key: str) -> Dependence:
        """What depends on the entry now."""
        return self.of_each([(section, key)])[0]

    def of_each(self, entries: Sequence[Named]) -> list[Dependence]:
        """What depends on each of the entries now."""
        naming: dict[Named, list[tuple[str, str, str]]] = {entry: [] for entry in entries}
        for process in self._published() if entries else ():
            for entry in naming.keys() & set(named_by(process)):
                naming[entry].append((process.key, process.name, process.name_en))
        return [
            Dependence(
                section=section,
                id=key,
                processes=tuple(naming[section, key]),
                work=self.work(section, key),
            )
            for section, key in entries
        ]

    def work(self, section: str, key: str) -> int:
        """How many open work items are a person's own, or are offered to the role or group."""
        user, principal = UserId(""), None
        if section == "people":
            user, principal = UserId(key), user_principal(key)
        elif section == "roles":
            principal = role_principal(key)
        elif section == "groups":
            principal = group_principal(key)
        return 0 if principal is None else self._waiting(user, principal)

    def _waiting(self, user: UserId, principal: Principal) -> int:
        return sum(1 for _ in work_of(self._store, user or SYSTEM.id, (principal,)))


def named_by(process: ProcessDefinition) -> Iterator[Named]:
    """The entries that the process names, as written; what an expression gives is not known."""
    yield from (("roles", role) for role in process.startable_by if role != "-")
    for element in process.elements.values():
        if element.user_task is not None:
            yield from _named_by_task(element.user_task)


def _named_by_task(task: UserTask) -> Iterator[Named]:
    for assignment in task.assignments:
        if assignment.literal is not None:
            yield from _named_by_assignment(assignment, assignment.literal)
    if task.nobody_found.startswith(_ROLE):
        yield ("roles", task.nobody_found.removeprefix(_ROLE))


def _named_by_assignment(assignment: Assignment, literal: str) -> Iterator[Named]:
    if assignment.kind is AssignmentKind.POSITION:
        _, at, department = literal.partition("@")
        if at:
            yield ("departments", department)
    elif assignment.kind in _SECTIONS:
        yield (_SECTIONS[assignment.kind], literal)
