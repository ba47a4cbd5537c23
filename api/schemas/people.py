"""Shapes of people and sessions."""

from __future__ import annotations

from pydantic import Field

from api.schemas.common import Given, Sent
from engine.core.people import Person as CorePerson


class User(Given):
    """Who is logged in."""

    id: str
    name: str
    name_en: str
    department: str
    department_name: str
    position: str
    roles: list[str]

    @classmethod
    def of(cls, person: CorePerson) -> User:
        return cls(
            id=person.id,
            name=person.name,
            name_en=person.name_en,
            department=person.department,
            department_name=person.department_name,
            position=person.position,
            roles=list(person.roles),
        )


class Person(Given):
    """One choice of a person field."""

    id: str
    name: str
    name_en: str
    department: str
    department_name: str
    position: str

    @classmethod
    def of(cls, person: CorePerson) -> Person:
        return cls(
            id=person.id,
            name=person.name,
            name_en=person.name_en,
            department=person.department,
            department_name=person.department_name,
            position=person.position,
        )


class People(Given):
    items: list[Person]


class Credentials(Sent):
    login: str = Field(max_length=64)
    password: str = Field(max_length=1_024)


class SessionState(Given):
    """`csrf_token` goes into the header X-CSRF-Token of every changing request; empty when nobody
    is logged in."""

    user: User | None
    csrf_token: str
