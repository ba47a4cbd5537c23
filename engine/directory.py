"""People for embedding and tests without an organisation file: everybody named is a person."""

from __future__ import annotations

from collections.abc import Iterable

from engine.core.ids import UserId
from engine.core.people import Person


class FixedDirectory:
    """A PeopleDirectory over given people."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = {person.id: person for person in people}

    def person(self, user: UserId) -> Person | None:
        """The person with this login."""
        return self._people.get(user)

    def people(self) -> tuple[Person, ...]:
        """Everybody, by login."""
        return tuple(self._people[login] for login in sorted(self._people))

    def holders(self, role: str) -> tuple[Person, ...]:
        """Who holds the role, by login."""
        return tuple(person for person in self.people() if person.has_role(role))

    def head_of(self, department: str) -> Person | None:
        """The head of the department."""
        return next((p for p in self.people() if department in p.heads), None)
