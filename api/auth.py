"""The one authorisation door: every route declares here what it needs, and core.policy decides."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import Depends, Path, Request

from api.deps import House, house_of
from api.needs import Need
from api.refused import OutOfScope, Refused, UnknownToken, not_signed_in
from api.rights import NEEDS, does_item, sees_item
from api.visit import Visit
from engine.core import policy
from engine.core.people import STAND_IN, SYSTEM, Person
from engine.core.policy import Scope

COOKIE: Final = "guicheng_session"
SECURE_COOKIE: Final = "__Host-guicheng_session"
"""Behind HTTPS: browsers take a cookie of this name only from this very host, over HTTPS."""
CSRF_HEADER: Final = "X-CSRF-Token"
NO_NUL: Final = r"^[^\x00]*$"
"""PostgreSQL's texts cannot hold it, so nothing has such an id."""
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


__all__ = ["Need", "Visit", "cookie_name", "does_item", "door", "scope_of", "sees_item"]


def door(need: Need) -> Any:
    """The dependency that lets only those in who meet the need; routes have exactly one."""
    check, by = NEEDS[need]

    def entered(request: Request, named: str) -> Visit:
        visit = _enter(request, need)
        request.state.at_the_door = True  # until the check is passed: see api.noting
        found = check(visit, named)
        request.state.at_the_door = False
        return found

    def by_nothing(request: Request) -> Visit:
        return entered(request, "")

    # Named as in the addresses of the routes, `{id}`: FastAPI finds the parameter by its name.
    def by_id(request: Request, id: Annotated[str, Path(max_length=200, pattern=NO_NUL)]) -> Visit:  # noqa: A002
        return entered(request, id)

    def by_key(
        request: Request, key: Annotated[str, Path(max_length=200, pattern=NO_NUL)]
    ) -> Visit:
        return entered(request, key)

    ways: Mapping[str, Callable[..., Visit]] = {"": by_nothing, "id": by_id, "key": by_key}
    enter = ways[by]
    # The tests walk over the routes and read the need off the dependency; functions have no such
    # attribute declared.
    enter.need = need  # type: ignore[attr-defined]
    return Depends(enter)


# -- who is it ------------------------------------------------------------------------------------


def _enter(request: Request, need: Need) -> Visit:
    house = house_of(request)
    if need is Need.ANYONE:
        session = house.runtime.accounts.find(session_token(request, house))
        return Visit(house=house, actor=session.person if session else None)
    sent = _bearer(request)
    if sent is None:
        person = _by_session(request, house)
    elif need is Need.SEND and _is_system_token(sent, house):
        person = SYSTEM
    else:
        person = _by_token(request, need, sent)
    actor = _standing_in(person, house)
    asked = str(getattr(request.scope.get("route"), "path", ""))
    return Visit(house=house, actor=actor, command_id=_command_id(request, actor), asked=asked)


def cookie_name(house: House) -> str:
    """The name of the session's cookie."""
    return SECURE_COOKIE if house.settings.secure_cookies else COOKIE


def session_token(request: Request, house: House) -> str:
    """The secret of the session that the browser sends; empty without one."""
    return request.cookies.get(cookie_name(house), "")


def _by_session(request: Request, house: House) -> Person:
    session = house.runtime.accounts.find(session_token(request, house))
    if session is None:
        raise not_signed_in()
    request.state.visitor = session.person.id
    changes = request.method not in SAFE_METHODS
    if changes and not session.is_csrf_token(request.headers.get(CSRF_HEADER, "")):
        raise Refused(
            "csrf", "页面已过期，请刷新后重试", f"Expected the header {CSRF_HEADER} of this session"
        )
    if session.must_change and not _is_about_the_session(request):
        raise Refused(
            "password-to-change", "请先把一次性密码改成自己的", "Expected a password of your own"
        )
    if session.must_enrol and not _is_about_the_session(request):
        raise Refused(
            "second-factor-missing",
            "本系统要求两步登录，请先启用身份验证器",
            "Expected a second factor: set one up first",
        )
    return session.person


def _is_about_the_session(request: Request) -> bool:
    path = str(getattr(request.scope.get("route"), "path", "")).removeprefix("/api/v1")
    return path == "/session" or path.startswith("/session/")


def _by_token(request: Request, need: Need, sent: str) -> Person:
    """Who a personal token stands for. No browser sends it by itself: it needs no CSRF header."""
    found = house_of(request).runtime.tokens.find(sent)
    if found is None:
        raise UnknownToken("not-signed-in", "请先登录", "Sign in first")
    person, token = found
    request.state.visitor = person.id
    scope = scope_of(need, request.method)
    if scope is None:
        raise OutOfScope("令牌不能做这件事，请登录后再做", "Expected a session, not a token")
    if scope not in token.scopes:
        raise OutOfScope(f"令牌没有权限范围 {scope}", f"Expected a token with the scope {scope}")
    return person


def scope_of(need: Need, method: str) -> Scope | None:
    """The scope that a token needs for a route; None where no token will do."""
    if need is Need.OWN_SESSION:
        return None
    usual = Scope.READ if method in SAFE_METHODS else Scope.WORK
    return _SCOPES.get(need, usual)


def _standing_in(person: Person, house: House) -> Person:
    """On a server for tests an administrator may also do everybody's work."""
    if not house.settings.test_clock or not policy.may_administer(person):
        return person
    return replace(person, roles=(*person.roles, STAND_IN))


def _bearer(request: Request) -> str | None:
    kind, _, sent = request.headers.get("Authorization", "").partition(" ")
    return sent if kind.lower() == "bearer" else None


def _is_system_token(sent: str, house: House) -> bool:
    token = house.settings.system_token
    return token is not None and hmac.compare_digest(
        sent.encode(), token.get_secret_value().encode()
    )


def _command_id(request: Request, actor: Person) -> str | None:
    """The caller's key, kept apart from everybody else's."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 1 <= len(key) <= 100:
        raise Refused("rejected", "Idempotency-Key 过长", "Expected Idempotency-Key of 1 to 100")
    return f"{actor.id}:{key}"


_SCOPES: Final[Mapping[Need, Scope]] = {
    Need.DEPLOY: Scope.DEPLOY,
    Need.OWN_DEFINITION: Scope.DEPLOY,
    Need.OWN_DRAFT: Scope.DEPLOY,
    Need.AUDIT: Scope.AUDIT,
    Need.AUDIT_CASE: Scope.AUDIT,
    Need.OPERATE: Scope.OPERATE,
    Need.OPERATE_INCIDENT: Scope.OPERATE,
    Need.ADMINISTER: Scope.ADMINISTER,
    Need.ADMINISTER_CASE: Scope.ADMINISTER,
    Need.SEND: Scope.SEND,
}
"""Where reading asks for `read` and changing for `work`, nothing is said here."""
