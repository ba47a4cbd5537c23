"""Shapes of substitution (代理): who does an absent person's work, until when."""

from __future__ import annotations

from pydantic import Field

from api.schemas.asked_time import AskedMoment
from api.schemas.common import Given, Moment, Sent
from api.schemas.sharing import Login, Said


class SubstitutionRequest(Sent):
    """`person` is who is absent: oneself, unless an administrator says so for somebody else."""

    substitute: Login
    ends_at: AskedMoment
    begins_at: AskedMoment | None = None
    processes: list[Login] = Field(default_factory=list, max_length=100)
    person: Login | None = None
    reason: Said = ""


class EndRequest(Sent):
    reason: Said = ""


class Substitution(Given):
    """No `processes` means all; `in_effect` is as of now."""

    id: str
    person: str
    person_name: str
    substitute: str
    substitute_name: str
    begins_at: Moment
    ends_at: Moment
    processes: list[str]
    in_effect: bool
    made_by: str
    made_by_name: str
    made_at: Moment
    ended_by: str | None
    ended_at: Moment | None


class SubstitutionList(Given):
    items: list[Substitution]
