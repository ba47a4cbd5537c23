"""Shapes of a person's ways in, as an administrator sees and helps with them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas.common import Given, Moment, Sent
from api.schemas.doors import AccessEntry, OpenSession, SecondFactor
from api.schemas.people import Token
from engine.doors import Act


class PersonDoors(Given):
    """`once_until`: a one-time password waits to be changed until then. `locked`: logins or codes
    are slowed down after too many failures. `entries`: the newest of the login log."""

    login: str
    works_here: bool
    has_password: bool
    once_until: Moment | None
    locked: bool
    second_factor: SecondFactor
    bound: bool
    sessions: list[OpenSession]
    tokens: list[Token]
    entries: list[AccessEntry]
    acts: list[Act] = Field(description="What can be done for this person now")


class HelpRequest(Sent):
    """What to do for somebody, and why: the reason is in the log of the organisation."""

    act: Act
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class HelpGiven(Given):
    """`password` is shown in this answer and nowhere else; it opens only the change of itself."""

    count: int
    password: str
    until: Moment | None
