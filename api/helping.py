"""A person's ways in, as an administrator sees and helps with them."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request

from api.auth import Visit
from api.doors import listed
from api.origin import origin_of
from api.schemas.doors import AccessEntry, SecondFactor
from api.schemas.people import Token
from api.schemas.people_doors import HelpGiven, HelpRequest, PersonDoors
from engine.doors import AccessQuery, Act

ENTRIES: Final = 10


def shown(visit: Visit, login: str) -> PersonDoors:
    """How it stands, and what can be done now. Raises NotFound."""
    runtime = visit.house.runtime
    person = runtime.person(login)
    found = runtime.doors.help.state(person)
    works_here = runtime.people.is_active(person.id)
    entries = runtime.doors.log.found(AccessQuery(login=person.id, limit=ENTRIES))
    return PersonDoors(
        login=person.id,
        works_here=works_here,
        has_password=found.has_password,
        once_until=found.once_until,
        locked=found.locked,
        second_factor=SecondFactor.of(found.factor),
        bound=found.bound,
        sessions=listed(visit, person.id).items,
        tokens=[Token.of(row) for row in found.tokens],
        entries=[AccessEntry.of(row) for row in entries],
        acts=[] if person.id == visit.person.id else _acts(found, works_here=works_here),
    )


def _acts(found: Any, *, works_here: bool) -> list[Act]:
    useful = {
        Act.ONE_TIME_PASSWORD: works_here,
        Act.UNLOCK: found.locked,
        Act.RESET_SECOND_FACTOR: found.factor.confirmed_at is not None,
        Act.END_SESSIONS: bool(found.sessions),
        Act.REVOKE_TOKENS: bool(found.tokens),
        Act.UNBIND: found.bound,
    }
    return [act for act, is_so in useful.items() if is_so]


def done(visit: Visit, login: str, body: HelpRequest, request: Request) -> HelpGiven:
    """Do it. Raises NotFound, NotPermitted, InvalidCommand."""
    runtime = visit.house.runtime
    user, by = runtime.person(login).id, (visit.person, origin_of(request))
    helped = runtime.doors.help.act(body.act, user, body.reason, by)
    return HelpGiven(count=helped.count, password=helped.password, until=helped.until)
