"""Logging in and out."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Response

from api.auth import Need, Visit, cookie_name, door, session_token
from api.deps import House
from api.errors import Refused, not_signed_in
from api.origin import origin_of
from api.schemas.people import ChangedPassword, Credentials, SessionState, User
from api.wire import DecimalRoute

SESSION_SECONDS: Final = 12 * 3600
"""How long the browser keeps the cookie; the server has its own end of the session."""

router = APIRouter(prefix="/session", tags=["session"], route_class=DecimalRoute)


@router.post("")
def log_in(
    body: Credentials,
    visit: Annotated[Visit, door(Need.ANYONE)],
    request: Request,
    response: Response,
) -> SessionState:
    """Open a session and set its cookie."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
        raise Refused("csrf", "不接受其他网站的登录请求", "Expected a request of this site")
    accounts = visit.house.runtime.accounts
    origin = origin_of(request)
    accounts.log_out(session_token(request, visit.house), origin)  # the browser's earlier one
    session = accounts.log_in(body.login, body.password, origin, body.code)
    set_cookie(response, session.token, visit.house)
    return state_of(visit.house, session)


@router.get("")
def who_am_i(visit: Annotated[Visit, door(Need.ANYONE)], request: Request) -> SessionState:
    """Who is logged in, and the token for changing requests."""
    return state_of(visit.house, visit.house.runtime.accounts.find(_token(request, visit)))


@router.delete("", status_code=204)
def log_out(
    visit: Annotated[Visit, door(Need.OWN_SESSION)], request: Request, response: Response
) -> None:
    """End the session."""
    visit.house.runtime.accounts.log_out(_token(request, visit), origin_of(request))
    secure = visit.house.settings.secure_cookies
    response.delete_cookie(cookie_name(visit.house), path="/", secure=secure, httponly=True)


@router.put("/password")
def change_password(
    visit: Annotated[Visit, door(Need.OWN_SESSION)],
    body: ChangedPassword,
    request: Request,
    response: Response,
) -> SessionState:
    """Give myself a new password; all of my other sessions end."""
    accounts = visit.house.runtime.accounts
    session = own_session(visit, request)
    renewed = accounts.change_password(session, body.old, body.new, origin_of(request))
    set_cookie(response, renewed.token, visit.house)
    return state_of(visit.house, renewed)


def own_session(visit: Visit, request: Request) -> Any:
    """The session that the request came with, behind a door that asks for one."""
    session = visit.house.runtime.accounts.find(_token(request, visit))
    if session is None:
        raise not_signed_in()
    return session


def _token(request: Request, visit: Visit) -> str:
    return session_token(request, visit.house)


def state_of(house: House, session: Any) -> SessionState:
    """What the browser learns of its session."""
    outside = house.runtime.oidc is not None
    if session is None:
        return SessionState(user=None, csrf_token="", oidc=outside)
    return SessionState(
        user=User.of(session.person),
        csrf_token=session.csrf_token,
        oidc=outside,
        must_enrol=session.must_enrol,
        must_change=session.must_change,
    )


def set_cookie(response: Response, token: str, house: House) -> None:
    """Out of reach of scripts, and not sent with other sites' requests that change something."""
    response.set_cookie(
        cookie_name(house),
        token,
        max_age=SESSION_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=house.settings.secure_cookies,
    )
