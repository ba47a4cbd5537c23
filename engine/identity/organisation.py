"""The organisation as data: who works where, reports to whom and holds which roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.core.ids import UserId
from engine.core.people import Person
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
class Organisation:
    """A PeopleDirectory over one organisation file. People who left stay known by name."""

    departments: Mapping[str, Department]
    roles: Mapping[str, Text]
    members: Mapping[UserId, Person]  # by login, in order
    left: frozenset[UserId] = field(default=frozenset())
    _active: tuple[Person, ...] = field(init=False, repr=False, compare=False, default=())
    _logins: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())
    _holders: dict[str, tuple[Person, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )  # by role, filled when first asked: every command asks

    def __post_init__(self) -> None:
        active = tuple(p for login, p in self.members.items() if login not in self.left)
        object.__setattr__(self, "_active", active)
        object.__setattr__(self, "_logins", frozenset(person.id for person in active))

    def person(self, user: UserId) -> Person | None:
        """The person with this login, also one who left."""
        return self.members.get(user)

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


def read_organisation(data: bytes) -> Organisation:
    """The organisation in an organisation.yaml. Raises DeploymentRefused with every finding:
    unknown names, repeated logins, cycles, and role combinations that must stay apart."""
    reader = OrganisationReader(read_yaml(data, file=FILE))
    reader.read()
    if reader.reasons:
        raise refused(FILE, reader.reasons)
    departments = {
        key: Department(id=key, name=d.name, head=d.head, parent=d.parent)
        for key, d in reader.departments.items()
    }
    return Organisation(
        departments=departments,
        roles=reader.roles,
        members={login: reader.people[login] for login in sorted(reader.people)},
        left=frozenset(reader.left),
    )
