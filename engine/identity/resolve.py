"""Turns a role, a department head or a superior into people, with the reason in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Protocol

from engine.core.advance import AssignmentRequest
from engine.core.answers import Resolution
from engine.core.definition import AssignmentKind
from engine.core.ids import UserId, role_principal, user_principal
from engine.core.people import Person
from engine.errors import Text
from engine.ports import PeopleDirectory


class NamedDirectory(PeopleDirectory, Protocol):
    """A directory that also knows what people call its roles and departments."""

    def is_active(self, user: UserId) -> bool: ...

    def role_name(self, role: str) -> Text: ...

    def department_name(self, department: str) -> Text: ...


NOBODY: Final = Resolution(principals=(), people=(), zh="", en="")


class LiveAnswers:
    """Asks the organisation as it is now.

    Whoever is excluded is left out; when nobody remains, the superiors of the excluded step in,
    one level at a time. At the top nobody remains, and the model's own rule for that applies.
    """

    def __init__(self, directory: NamedDirectory) -> None:
        self._directory = directory
        self._whole_roles: dict[str, Resolution] = {}  # of this organisation, nobody excluded
        self._by_kind: Mapping[AssignmentKind, _Resolve] = {
            AssignmentKind.ROLE: self._role,
            AssignmentKind.DEPARTMENT_HEAD: self._department_head,
            AssignmentKind.SUPERIOR: self._superior,
            AssignmentKind.USER: self._user,
            AssignmentKind.INITIATOR: self._initiator,
        }

    def resolve(
        self, request: AssignmentRequest, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        """Who the request means now; nobody when it names nobody who is left."""
        return self._by_kind[request.kind](request.value, initiator, excluded)

    def _role(self, role: str | None, initiator: Person, excluded: frozenset[str]) -> Resolution:
        if role is None:
            return NOBODY
        if not excluded:
            known = self._whole_roles.get(role)
            if known is None:
                known = self._whole_roles[role] = self._holders_of(role, excluded)
            return known
        return self._holders_of(role, excluded)

    def _holders_of(self, role: str, excluded: frozenset[str]) -> Resolution:
        holders = self._directory.holders(role)
        name = self._directory.role_name(role)
        why = Text(zh=f"因为您担任“{name.zh}”", en=f"You hold the role {name.en}")
        if holders and not any(person.id in excluded for person in holders):
            people = tuple(person.id for person in holders)
            return Resolution(
                principals=(role_principal(role),), people=people, zh=why.zh, en=why.en
            )
        return self._remaining(holders, excluded, why)

    def _department_head(
        self, department: str | None, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        key = department or initiator.department
        name = self._directory.department_name(key)
        why = Text(zh=f"因为您是{name.zh}负责人", en=f"You are the head of {name.en}")
        head = self._directory.head_of(key)
        return self._remaining([head] if head else [], excluded, why)

    def _superior(
        self, login: str | None, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        of = self._directory.person(UserId(login)) if login else self._current(initiator)
        upper = self._above(of) if of else None
        if of is None or upper is None:
            return NOBODY
        why = Text(zh=f"因为您是{of.name}的直接上级", en=f"You are the superior of {_english(of)}")
        return self._remaining([upper], excluded, why)

    def _user(self, login: str | None, initiator: Person, excluded: frozenset[str]) -> Resolution:
        person = self._directory.person(UserId(login)) if login else None
        why = Text(zh="因为流程指定由您办理", en="The process names you")
        return self._remaining([person] if person else [], excluded, why)

    def _initiator(
        self, value: str | None, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        why = Text(zh="因为您是发起人", en="You started the case")
        return self._remaining([self._current(initiator)], excluded, why)

    # -- leaving out and going up ----------------------------------------------------------------

    def _remaining(
        self, people: Iterable[Person], excluded: frozenset[str], why: Text
    ) -> Resolution:
        wanted = list(people)
        left = [person for person in wanted if self._is_free(person, excluded)]
        if left:
            return _offered(left, why)
        uppers = [(self._first_free_above(person, excluded), person) for person in wanted]
        found = {upper.id: upper for upper, _ in uppers if upper is not None}
        if not found:
            return NOBODY
        zh = "、".join(person.name for upper, person in uppers if upper)
        en = ", ".join(_english(person) for upper, person in uppers if upper)
        instead = Text(
            zh=f"因为{zh}需要回避,由上级代为办理",
            en=f"You are the superior of {en}, who may not act here",
        )
        return _offered(list(found.values()), instead)

    def _first_free_above(self, person: Person, excluded: frozenset[str]) -> Person | None:
        seen: set[str] = set()
        upper = self._above(person)
        while upper is not None and upper.id not in seen:
            if self._is_free(upper, excluded):
                return upper
            seen.add(upper.id)
            upper = self._above(upper)
        return None

    def _is_free(self, person: Person, excluded: frozenset[str]) -> bool:
        return person.id not in excluded and self._directory.is_active(person.id)

    def _above(self, person: Person) -> Person | None:
        return self._directory.person(person.reports_to) if person.reports_to else None

    def _current(self, initiator: Person) -> Person:
        return self._directory.person(initiator.id) or initiator


_Resolve = Callable[[str | None, Person, frozenset[str]], Resolution]


def _english(person: Person) -> str:
    return person.name_en or person.name


def _offered(people: list[Person], why: Text) -> Resolution:
    return Resolution(
        principals=tuple(user_principal(person.id) for person in people),
        people=tuple(person.id for person in people),
        zh=why.zh,
        en=why.en,
    )
