"""Logging in and out."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Request, Response

from api.auth import COOKIE, Need, Visit, door
from api.errors import Refused
from api.schemas.people import Credentials, SessionState, User
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
    address = request.client.host if request.client else "?"
    session = visit.house.runtime.accounts.log_in(body.login, body.password, address)
    secure = visit.house.settings.secure_cookies
    set_cookie(response, session.token, secure=secure)
    return SessionState(user=User.of(session.person), csrf_token=session.csrf_token)


@router.get("")
def who_am_i(visit: Annotated[Visit, door(Need.ANYONE)], request: Request) -> SessionState:
    """Who is logged in, and the token for changing requests."""
    session = visit.house.runtime.accounts.find(request.cookies.get(COOKIE, ""))
    if session is None:
        return SessionState(user=None, csrf_token="")
    return SessionState(user=User.of(session.person), csrf_token=session.csrf_token)


@router.delete("", status_code=204)
def log_out(
    visit: Annotated[Visit, door(Need.SIGNED_IN)], request: Request, response: Response
) -> None:
    """End the session."""
    visit.house.runtime.accounts.log_out(request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE, path="/")


def set_cookie(response: Response, token: str, *, secure: bool) -> None:
    """Out of reach of scripts, and not sent with other sites' requests that change something."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure,
    )
