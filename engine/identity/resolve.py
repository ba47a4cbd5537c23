"""Turns an assignment into people: role, group, position, head, superior, a choice made in a form;
with the reason in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, Protocol

from engine.core.advance import AssignmentRequest
from engine.core.answers import Resolution
from engine.core.definition import AssignmentKind
from engine.core.ids import UserId, group_principal, role_principal, user_principal
from engine.core.people import Person
from engine.errors import GuichengError, Text
from engine.ports import PeopleDirectory


class NamedDirectory(PeopleDirectory, Protocol):
    """A directory that also knows what people call its roles and departments."""

    def is_active(self, user: UserId) -> bool: ...

    def with_offices(self, person: Person) -> Person: ...

    def members_of(self, group: str) -> tuple[Person, ...]: ...

    def in_position(self, position: str, department: str) -> tuple[Person, ...]: ...

    def successor_of(self, user: UserId) -> Person | None: ...

    def former_holders(self, role: str) -> tuple[Person, ...]: ...

    def role_name(self, role: str) -> Text: ...

    def group_name(self, group: str) -> Text: ...

    def department_name(self, department: str) -> Text: ...


PeopleFinder = Callable[[str, str, Person], Sequence[str]]
"""(connector, argument, initiator) -> logins. Raises GuichengError where it cannot say."""

NOBODY: Final = Resolution(principals=(), people=(), zh="", en="")
_CHOSEN: Final[Mapping[AssignmentKind, Text]] = {
    AssignmentKind.USER: Text(zh="因为流程指定由您办理", en="The process names you"),
    AssignmentKind.FIELD: Text(zh="因为表单中填写了您", en="A field of the form names you"),
    AssignmentKind.INITIATOR_CHOICE: Text(zh="因为发起人选择了您", en="The initiator chose you"),
    AssignmentKind.PREVIOUS_CHOICE: Text(
        zh="因为上一环节的办理人选择了您", en="Whoever did the step before chose you"
    ),
    AssignmentKind.SUPERIORS: Text(
        zh="因为您是发起人的上级主管（逐级审批）",
        en="You are one of the initiator's superiors, asked level by level",
    ),
}
"""Kinds whose value is a login, and why it is that person."""


class LiveAnswers:
    """Asks the organisation as it is now.

    Whoever is excluded is left out; when nobody remains, the superiors of the excluded step in,
    one level at a time. At the top nobody remains, and the model's own rule for that applies.
    """

    def __init__(self, directory: NamedDirectory, finder: PeopleFinder | None = None) -> None:
        self._directory = directory
        self._finder = finder
        self._whole_roles: dict[str, Resolution] = {}  # of this organisation, nobody excluded
        self._by_kind: Mapping[AssignmentKind, _Resolve] = {
            AssignmentKind.ROLE: self._role,
            AssignmentKind.DEPARTMENT_HEAD: self._department_head,
            AssignmentKind.SUPERIOR: self._superior,
            AssignmentKind.INITIATOR: self._initiator,
            AssignmentKind.GROUP: self._group,
            AssignmentKind.POSITION: self._position,
            AssignmentKind.CONNECTOR: self._connector,
            **{kind: partial(self._named, why) for kind, why in _CHOSEN.items()},
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
        if not holders:
            former = self._directory.former_holders(role)
            taken = [person for one in former if (person := self._directory.successor_of(one.id))]
            why = Text(zh=f"因为您接办“{name.zh}”的工作", en=f"You took over from the {name.en}")
            return self._remaining(dict.fromkeys(taken), excluded, why)
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

    def _named(
        self, why: Text, login: str | None, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        person = self._directory.person(UserId(login)) if login else None
        return self._remaining([person] if person else [], excluded, why)

    def _group(self, group: str | None, initiator: Person, excluded: frozenset[str]) -> Resolution:
        members = self._directory.members_of(group or "")
        name = self._directory.group_name(group or "")
        why = Text(zh=f"因为您在“{name.zh}”组中", en=f"You are in the group {name.en}")
        if members and not any(person.id in excluded for person in members):
            return Resolution(
                principals=(group_principal(group or ""),),
                people=tuple(person.id for person in members),
                zh=why.zh,
                en=why.en,
            )
        return self._remaining(members, excluded, why)

    def _position(
        self, value: str | None, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        """`position@department`; without a department that of the initiator."""
        position, _, department = (value or "").partition("@")
        key = department or self._current(initiator).department
        name = self._directory.department_name(key)
        why = Text(zh=f"因为您是{name.zh}的{position}", en=f"You are {position} of {name.en}")
        return self._remaining(self._directory.in_position(position, key), excluded, why)

    def _connector(
        self, value: str | None, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        """`connector` or `connector:argument`; that it fails is told with nobody."""
        name, _, argument = (value or "").partition(":")
        try:
            logins = self._finder(name, argument, initiator) if self._finder else ()
        except GuichengError as error:
            return Resolution(principals=(), people=(), zh=error.text.zh, en=error.text.en)
        found = [self._directory.person(UserId(login)) for login in logins]
        why = Text(zh=f"因为“{name}”指定由您办理", en=f"{name} names you")
        return self._remaining([person for person in found if person], excluded, why)

    def _initiator(
        self, value: str | None, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        why = Text(zh="因为您是发起人", en="You started the case")
        return self._remaining([self._current(initiator)], excluded, why)

    # -- leaving out and going up ----------------------------------------------------------------

    def _remaining(
        self, people: Iterable[Person], excluded: frozenset[str], why: Text
    ) -> Resolution:
        wanted = [self._successor(person) for person in people]
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
            zh=f"因为{zh}需要回避，由上级代为办理",
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

    def _successor(self, person: Person) -> Person:
        """Whoever took over from a person who left."""
        if self._directory.is_active(person.id):
            return person
        return self._directory.successor_of(person.id) or person

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
