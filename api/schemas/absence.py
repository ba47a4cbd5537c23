"""Shapes of absence (不在岗): who is away from when to when."""

from __future__ import annotations

from api.schemas.asked_time import AskedMoment
from api.schemas.common import Given, Moment, Sent
from api.schemas.sharing import Login, Said


class AbsenceRequest(Sent):
    """`person` is who is away: oneself, unless an administrator says so for somebody else."""

    ends_at: AskedMoment
    begins_at: AskedMoment | None = None
    person: Login | None = None
    reason: Said = ""


class Absence(Given):
    """`in_effect` is as of now; `ended_at` when they are back before `ends_at`."""

    id: str
    person: str
    person_name: str
    begins_at: Moment
    ends_at: Moment
    reason: str
    in_effect: bool
    made_by: str
    made_by_name: str
    made_at: Moment
    ended_by: str | None
    ended_at: Moment | None


class AbsenceList(Given):
    items: list[Absence]
