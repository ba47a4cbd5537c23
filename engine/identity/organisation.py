"""The organisation as data: who works where, reports to whom and holds which roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from engine.core.ids import UserId
from engine.core.people import Person
from engine.core.rights import Rights, offices_of
from engine.errors import Text
from engine.identity.organisation_reader import OrganisationReader
from engine.identity.yaml_file import read_yaml, refused

FILE = "organisation.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """One department; `parent` is None at the top."""

    id: str
    name: Text
    head: UserId | None
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People who are offered work together, whatever their roles."""

    id: str
    name: Text
    members: tuple[UserId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A PeopleDirectory over one organisation file. People who left stay known by name."""

    departments: Mapping[str, Department]
    roles: Mapping[str, Text]
    members: Mapping[UserId, Person]  # by login, in order
    left: frozenset[UserId] = field(default=frozenset())
    groups: Mapping[str, Group] = field(default_factory=dict)
    positions: Mapping[UserId, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """What people are besides: (department, position) of each further position."""
    successors: Mapping[UserId, UserId] = field(default_factory=dict)
    """Who takes over from whom: of those who left."""
    rights: Rights = field(default_factory=dict)
    """Rights per process, see core.rights."""
    _active: tuple[Person, ...] = field(init=False, repr=False, compare=False, default=())
    _logins: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())
    _holders: dict[str, tuple[Person, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )  # by role, filled when first asked: every command asks
    _starters: dict[UserId, tuple[Person, Person]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        active = tuple(p for login, p in self.members.items() if login not in self.left)
        object.__setattr__(self, "_active", active)
        object.__setattr__(self, "_logins", frozenset(person.id for person in active))

    def person(self, user: UserId) -> Person | None:
        """The person with this login, also one who left."""
        return self.members.get(user)

    def with_offices(self, person: Person) -> Person:
        """The person with the offices that all their roles give, also those of a session."""
        offices = offices_of(self.rights, person)
        return person if offices == person.offices else replace(person, offices=offices)

    def is_active(self, user: UserId) -> bool:
        """Whether the person works here now: may log in and be given work."""
        return user in self.members and user not in self.left

    def people(self) -> tuple[Person, ...]:
        """Everybody who works here now, by login."""
        return self._active

    def holders(self, role: str) -> tuple[Person, ...]:
        """Who holds the role now, by login."""
        known = self._holders.get(role)
        if known is None:
            known = tuple(person for person in self._active if person.has_role(role))
            self._holders[role] = known
        return known

    def members_of(self, group: str) -> tuple[Person, ...]:
        """Who is in the group and works here now, in the order of the group."""
        known = self.groups.get(group)
        logins = known.members if known else ()
        return tuple(self.members[login] for login in logins if self.is_active(login))

    def in_position(self, position: str, department: str) -> tuple[Person, ...]:
        """Who has this position in the department now, also besides another one, by login."""
        wanted = (department, position)
        return tuple(
            person
            for person in self._active
            if wanted == (person.department, person.position)
            or wanted in self.positions.get(person.id, ())
        )

    def successor_of(self, user: UserId) -> Person | None:
        """Who took over from a person who left; of several leaving in turn, the last."""
        seen = {user}
        while not self.is_active(user):
            following = self.successors.get(user)
            if following is None or following in seen:
                return None
            seen.add(following)
            user = following
        return self.members[user]

    def former_holders(self, role: str) -> tuple[Person, ...]:
        """Who held the role when they left, by login."""
        gone = (self.members[login] for login in sorted(self.left) if login in self.members)
        return tuple(person for person in gone if person.has_role(role))

    def with_superiors(self, person: Person) -> Person:
        """The person as an initiator: with everybody above, the direct superior first."""
        known = self._starters.get(person.id)
        if known is None or known[0] is not person:
            known = (person, replace(person, superiors=tuple(self._above(person))))
            self._starters[person.id] = known
        return known[1]

    def _above(self, person: Person) -> Iterator[tuple[str, str]]:
        seen: set[str] = {person.id}
        upper = person.reports_to
        while upper is not None and upper not in seen and upper in self.members:
            seen.add(upper)
            if self.is_active(upper):
                yield upper, " ".join(self.members[upper].roles)
            upper = self.members[upper].reports_to

    def group_name(self, group: str) -> Text:
        """What people call the group; its id when it is not known."""
        known = self.groups.get(group)
        return known.name if known else Text(zh=group, en=group)

    def head_of(self, department: str) -> Person | None:
        """The department's head, if it has one who works here now."""
        known = self.departments.get(department)
        head = known.head if known else None
        return self.members[head] if head is not None and self.is_active(head) else None

    def logins(self) -> frozenset[str]:
        """The logins that a person field may name."""
        return self._logins

    def role_ids(self) -> frozenset[str]:
        """Every role that a diagram may name."""
        return frozenset(self.roles)

    def role_name(self, role: str) -> Text:
        """What people call the role; its id when it is not known."""
        return self.roles.get(role, Text(zh=role, en=role))

    def department_name(self, department: str) -> Text:
        """What people call the department; its id when it is not known."""
        known = self.departments.get(department)
        return known.name if known else Text(zh=department, en=department)


@lru_cache(maxsize=4)
def read_organisation(data: bytes) -> Organisation:
    """The organisation in an organisation.yaml, read once for as long as it stays the same.
    Raises DeploymentRefused with every finding: unknown names, repeated logins, cycles, and role
    combinations that must stay apart."""
    return organisation_of(read_yaml(data, file=FILE))


def organisation_of(content: Mapping[str, Any], file: str = FILE) -> Organisation:
    """The organisation of a file's content. Raises DeploymentRefused, see read_organisation."""
    reader = OrganisationReader(content)
    reader.read()
    if reader.reasons:
        raise refused(file, reader.reasons)
    departments = {
        key: Department(id=key, name=d.name, head=d.head, parent=d.parent)
        for key, d in reader.departments.items()
    }
    return Organisation(
        departments=departments,
        roles=reader.roles,
        members={login: reader.people[login] for login in sorted(reader.people)},
        left=frozenset(reader.left),
        groups={k: Group(id=k, name=g.name, members=g.members) for k, g in reader.groups.items()},
        positions=reader.positions,
        successors=reader.successors,
        rights=reader.rights,
    )
