"""Shapes of people and sessions."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from api.schemas.common import Given, Sent
from engine.access import Newcomer as NewcomerRow
from engine.access import TokenRow
from engine.core.people import Person as CorePerson
from engine.core.policy import Scope


class User(Given):
    """Who is logged in."""

    id: str
    name: str
    name_en: str
    department: str
    department_name: str
    position: str
    roles: list[str]
    offices: list[str]

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
            offices=list(person.offices),
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
    code: str = Field(
        default="", max_length=64, description="Of the second factor, where there is one"
    )


class ChangedPassword(Sent):
    old: str = Field(max_length=1_024)
    new: str = Field(max_length=1_024)


class SessionState(Given):
    """`csrf_token` goes into the header X-CSRF-Token of every changing request; empty when nobody
    is logged in."""

    user: User | None
    csrf_token: str
    oidc: bool = Field(description="Whether GET /session/oidc begins a login elsewhere")
    must_enrol: bool = Field(
        default=False, description="Nothing else is open before a second factor is set up"
    )
    must_change: bool = Field(
        default=False, description="Nothing else is open before the one-time password is changed"
    )


class TokenRequest(Sent):
    """`scopes` bound what the token may do; it never may more than its owner."""

    name: str = Field(min_length=1, max_length=100)
    scopes: list[Scope] = Field(min_length=1, max_length=len(Scope))
    days: int = Field(default=90, ge=1, le=366)


class Token(Given):
    id: str
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = Field(description="To within five minutes")
    revoked_at: datetime | None

    @classmethod
    def of(cls, row: TokenRow) -> Token:
        return cls(
            id=row.id,
            name=row.name,
            scopes=[Scope(scope) for scope in row.scopes],
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )


class Tokens(Given):
    items: list[Token]


class CreatedToken(Given):
    """`secret` goes into the header `Authorization: Bearer ...`; it is not kept."""

    secret: str
    token: Token


class Newcomer(Given):
    """Somebody who tried to log in, and has no rights."""

    issuer: str
    subject: str
    login: str
    name: str
    at: datetime

    @classmethod
    def of(cls, row: NewcomerRow) -> Newcomer:
        return cls(
            issuer=row.issuer, subject=row.subject, login=row.login, name=row.name, at=row.at
        )


class Newcomers(Given):
    items: list[Newcomer]
