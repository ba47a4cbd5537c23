"""Sessions and second factors of who is logged in, as the routes ask for them."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from api.auth import Visit, session_token
from api.errors import Refused
from api.origin import origin_of
from api.routers.session import own_session, set_cookie, state_of
from api.schemas.doors import (
    EndedSessions,
    EndSessions,
    Enrolment,
    FirstCode,
    OpenSession,
    OpenSessions,
    Proof,
    RecoveryCodes,
)
from engine.core.ids import UserId
from engine.doors import OUTSIDE, PASSWORD, TWO_FACTORS
from engine.errors import InvalidState


def listed(visit: Visit, user: UserId, token: str = "") -> OpenSessions:
    """The open sessions of a person."""
    found = visit.house.runtime.accounts.sessions_of(user, token)
    return OpenSessions(
        items=[
            OpenSession(
                id=one.id,
                since=one.row.created_at,
                last_used=one.row.seen_at,
                address=one.row.address,
                browser=one.row.browser,
                proof=one.row.proof,
                current=one.current,
            )
            for one in found
        ]
    )


def own(visit: Visit, request: Request) -> OpenSessions:
    """The visitor's own."""
    return listed(visit, visit.person.id, session_token(request, visit.house))


def end_own(visit: Visit, body: EndSessions, request: Request) -> EndedSessions:
    """End one of the visitor's sessions, or all others."""
    accounts, token = visit.house.runtime.accounts, session_token(request, visit.house)
    _prove_unless_fresh(visit, body, request)
    who, origin = visit.person.id, origin_of(request)
    if not body.session:
        return EndedSessions(ended=accounts.end_all(who, origin, who, but=token))
    accounts.end_one(who, body.session, origin, who)
    return EndedSessions(ended=1)


def _prove_unless_fresh(visit: Visit, body: EndSessions, request: Request) -> None:
    accounts, session = visit.house.runtime.accounts, own_session(visit, request)
    if accounts.is_fresh(session.token):
        return
    if session.proof == OUTSIDE:
        raise Refused(
            "proof-needed",
            "登录已超过十分钟，请重新登录后再结束会话",
            "Expected a login of the last ten minutes: log in again",
        )
    if not body.password:
        raise Refused("proof-needed", "请输入密码", "Expected your password once more")
    accounts.proved_anew(session, body.password, body.code, origin_of(request))


def begin_factor(visit: Visit, body: Proof, request: Request) -> Enrolment:
    """Begin with an authenticator, after the password."""
    _prove(visit, body, request)
    begun = visit.house.runtime.doors.factors.begin(visit.person)
    return Enrolment(secret=begun.secret, address=begun.address)


def confirm_factor(
    visit: Visit, body: FirstCode, request: Request, response: Response
) -> RecoveryCodes:
    """The first code: every session ends, and a new one begins that two factors have opened."""
    session = own_session(visit, request)
    _refuse_outside(session)
    origin = origin_of(request)
    codes = visit.house.runtime.doors.factors.confirm(visit.person, body.code, origin)
    return _renewed(visit, response, codes, (session, origin, TWO_FACTORS))


def renew_recovery(
    visit: Visit, body: Proof, request: Request, response: Response
) -> RecoveryCodes:
    """New recovery codes in the place of the earlier ones."""
    session, origin = _prove(visit, body, request), origin_of(request)
    codes = visit.house.runtime.doors.factors.renew_recovery(visit.person, origin)
    return _renewed(visit, response, codes, (session, origin, TWO_FACTORS))


def end_factor(visit: Visit, body: Proof, request: Request, response: Response) -> RecoveryCodes:
    """Go without a second factor, where it is not required."""
    session, origin = _prove(visit, body, request), origin_of(request)
    visit.house.runtime.doors.factors.end(visit.person, origin)
    return _renewed(visit, response, (), (session, origin, PASSWORD))


def _prove(visit: Visit, body: Proof, request: Request) -> Any:
    session = own_session(visit, request)
    _refuse_outside(session)
    accounts = visit.house.runtime.accounts
    accounts.proved_anew(session, body.password, body.code, origin_of(request))
    return session


def _refuse_outside(session: Any) -> None:
    if session.proof == OUTSIDE:
        raise InvalidState(
            "您用统一身份登录，第二因素由身份提供方负责",
            "Expected a session of a local login: the identity provider asks for its own factor",
        )


def _renewed(
    visit: Visit, response: Response, codes: tuple[str, ...], how: tuple[Any, Any, str]
) -> RecoveryCodes:
    renewed = visit.house.runtime.accounts.renewed(*how)
    set_cookie(response, renewed.token, visit.house)
    return RecoveryCodes(recovery_codes=list(codes), session=state_of(visit.house, renewed))
