"""Says what the people are called whose logins are among some data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from engine.core.coded import coded
from engine.core.ids import UserId
from engine.core.people import Person
from engine.core.values import Value


class Directory(Protocol):
    """What is asked of the organisation."""

    def person(self, user: UserId) -> Person | None: ...


def people_among(variables: Mapping[str, Value], people: Directory) -> dict[str, str]:
    """Login -> name, of everybody whose login is one of the values, at any depth."""
    found = {text: people.person(UserId(text)) for one in variables.values() for text in coded(one)}
    return {login: person.name for login, person in sorted(found.items()) if person is not None}
