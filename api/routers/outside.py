"""Logging in with an OpenID Connect provider."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import logins
from api.auth import Need, Visit, door
from api.schemas.people import Newcomer, Newcomers

router = APIRouter(tags=["session"])

Word = Annotated[str, Query(max_length=4_000)]


@router.get("/session/oidc", response_class=Response)
def begin(visit: Annotated[Visit, door(Need.ANYONE)], target: Word = "/") -> Response:
    """Go to the identity provider; `target` is where to come back to."""
    return logins.begin(visit, target)


@router.get("/session/oidc/callback", response_class=Response)
def finish(
    visit: Annotated[Visit, door(Need.ANYONE)],
    request: Request,
    state: Word = "",
    code: Word = "",
) -> Response:
    """Come back from the identity provider."""
    return logins.finish(visit, request, state, code)


@router.get("/newcomers", tags=["people"])
def newcomers(visit: Annotated[Visit, door(Need.ADMINISTER)]) -> Newcomers:
    """Whom the identity provider knows and the organisation does not (yet)."""
    runtime = visit.house.runtime
    found = [one for one in runtime.access.newcomers() if one.login not in runtime.people.logins()]
    return Newcomers(items=[Newcomer.of(one) for one in found])
