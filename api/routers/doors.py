"""Where somebody is logged in, their second factor, and the login log."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request, Response

from api import doors, helping
from api.auth import NO_NUL, Need, Visit, door
from api.origin import origin_of
from api.schemas.asked_time import AskedMoment
from api.schemas.doors import (
    AccessEntry,
    AccessLog,
    EndedSessions,
    EndSessions,
    Enrolment,
    FirstCode,
    OpenSessions,
    Proof,
    RecoveryCodes,
    SecondFactor,
)
from api.schemas.people_doors import HelpGiven, HelpRequest, PersonDoors
from api.wire import DecimalRoute
from engine.doors import AccessQuery, Entry

router = APIRouter(tags=["session"], route_class=DecimalRoute)
FACTOR: Final = "/session/second-factor"
_Own = Annotated[Visit, door(Need.OWN_SESSION)]
_Administrator = Annotated[Visit, door(Need.ADMINISTER)]
_Login = Annotated[str, Path(max_length=200, pattern=NO_NUL)]


@router.get("/sessions")
def sessions(visit: _Own, request: Request) -> OpenSessions:
    """Where I am logged in, the last used first; this session is marked."""
    return doors.own(visit, request)


@router.post("/sessions/end")
def end_sessions(visit: _Own, body: EndSessions, request: Request) -> EndedSessions:
    """End one of my sessions, or all others."""
    return doors.end_own(visit, body, request)


@router.get("/people/{login_id}/sessions")
def sessions_of(visit: _Administrator, login_id: _Login) -> OpenSessions:
    """Where a person is logged in."""
    return doors.listed(visit, visit.house.runtime.person(login_id).id)


@router.delete("/people/{login_id}/sessions")
def end_sessions_of(visit: _Administrator, login_id: _Login, request: Request) -> EndedSessions:
    """End every session of a person."""
    runtime, origin = visit.house.runtime, origin_of(request)
    user = runtime.person(login_id).id
    return EndedSessions(ended=runtime.accounts.end_all(user, origin, visit.person.id))


@router.get("/people/{login_id}/doors")
def doors_of(visit: _Administrator, login_id: _Login) -> PersonDoors:
    """A person's ways in: password, second factor, sessions, tokens, the newest of their logins."""
    return helping.shown(visit, login_id)


@router.post("/people/{login_id}/doors")
def help_at_the_door(
    visit: _Administrator, login_id: _Login, body: HelpRequest, request: Request
) -> HelpGiven:
    """Help somebody in, or keep them out; the act and its reason are in the organisation's log."""
    return helping.done(visit, login_id, body, request)


@router.get(FACTOR)
def second_factor(visit: _Own) -> SecondFactor:
    """Whether I have a second factor, and whether I must."""
    return SecondFactor.of(visit.house.runtime.doors.factors.state(visit.person))


@router.post(FACTOR)
def begin_second_factor(visit: _Own, body: Proof, request: Request) -> Enrolment:
    """Begin with an authenticator; it counts from its first code on."""
    return doors.begin_factor(visit, body, request)


@router.put(FACTOR)
def confirm_second_factor(
    visit: _Own, body: FirstCode, request: Request, response: Response
) -> RecoveryCodes:
    """The first code of the authenticator; my other sessions end."""
    return doors.confirm_factor(visit, body, request, response)


@router.post(FACTOR + "/recovery-codes")
def renew_recovery_codes(
    visit: _Own, body: Proof, request: Request, response: Response
) -> RecoveryCodes:
    """New recovery codes; the earlier ones open nothing any more."""
    return doors.renew_recovery(visit, body, request, response)


@router.post(FACTOR + "/end")
def end_second_factor(
    visit: _Own, body: Proof, request: Request, response: Response
) -> RecoveryCodes:
    """Log in with the password alone again, where that is allowed."""
    return doors.end_factor(visit, body, request, response)


@router.get("/access-log")
def access_log(  # noqa: PLR0913, PLR0917 (each is a question of the address)
    visit: Annotated[Visit, door(Need.AUDIT)],
    login: Annotated[str, Query(max_length=200, pattern=NO_NUL)] = "",
    kind: Entry | None = None,
    since: Annotated[AskedMoment | None, Query()] = None,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AccessLog:
    """Logins, refusals and changes of ways in, newest first."""
    query = AccessQuery(login=login, kind=kind or "", since=since, before=before, limit=limit)
    found = visit.house.runtime.doors.log.found(query)
    return AccessLog(items=[AccessEntry.of(row) for row in found])
