"""Logging in with an identity provider, as the settings say: out to it, and back."""

from __future__ import annotations

import hmac
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.auth import Visit, cookie_name
from api.deps import House
from api.errors import Refused
from api.origin import origin_of
from api.routers.session import set_cookie
from api.settings import Settings
from engine.access import OidcSettings
from engine.errors import NotFound

BACK: Final = "/api/v1/session/oidc/callback"
STATE_COOKIE: Final = "guicheng_login"
SECURE_STATE_COOKIE: Final = "__Host-guicheng_login"
STATE_SECONDS: Final = 600


def outside_login(settings: Settings) -> OidcSettings | None:
    """The provider of the settings, if there is one."""
    if not settings.oidc_issuer:
        return None
    return OidcSettings(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        redirect_uri=settings.public_url.rstrip("/") + BACK,
        login_claim=settings.oidc_login_claim,
        groups_claim=settings.oidc_groups_claim,
        roles=settings.oidc_roles,
        notes_newcomers=settings.oidc_unknown == "note",
    )


def begin(visit: Visit, target: str) -> Response:
    """Send the browser to the provider, with a state that only this browser knows."""
    begun = _oidc(visit.house).begin(target)
    answer = RedirectResponse(begun.url, status_code=303)
    answer.set_cookie(
        _state_cookie(visit.house),
        begun.state,
        max_age=STATE_SECONDS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=visit.house.settings.secure_cookies,
    )
    return answer


def finish(visit: Visit, request: Request, state: str, code: str) -> Response:
    """Take the browser that comes back in. One that did not begin here is refused."""
    kept = request.cookies.get(_state_cookie(visit.house), "")
    if not kept or not hmac.compare_digest(kept.encode(), state.encode()):
        raise Refused(
            "not-signed-in",
            "登录不是在这个浏览器里开始的，请重新登录",
            "Expected a login that was begun in this browser",
        )
    origin = origin_of(request)
    session, target = _oidc(visit.house).finish(state, code, origin)
    earlier = request.cookies.get(cookie_name(visit.house), "")
    visit.house.runtime.accounts.log_out(earlier, origin)
    answer = RedirectResponse(target, status_code=303)
    set_cookie(answer, session.token, visit.house)
    answer.delete_cookie(_state_cookie(visit.house), path="/")
    return answer


def _oidc(house: House) -> Any:
    found = house.runtime.oidc
    if found is None:
        raise NotFound("没有配置身份提供方", "Expected an identity provider in the settings")
    return found


def _state_cookie(house: House) -> str:
    return SECURE_STATE_COOKIE if house.settings.secure_cookies else STATE_COOKIE
