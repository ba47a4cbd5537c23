"""Personal tokens of who is logged in; no token makes, lists or revokes tokens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from api.auth import NO_NUL, Need, Visit, door
from api.origin import origin_of
from api.schemas.people import CreatedToken, Token, TokenRequest, Tokens
from api.wire import DecimalRoute

router = APIRouter(prefix="/tokens", tags=["session"], route_class=DecimalRoute)


@router.get("")
def tokens(visit: Annotated[Visit, door(Need.OWN_SESSION)]) -> Tokens:
    """My tokens, newest first, also those that are over."""
    return Tokens(items=[Token.of(row) for row in visit.house.runtime.tokens.of(visit.person.id)])


@router.post("", status_code=201)
def create(
    visit: Annotated[Visit, door(Need.OWN_SESSION)], body: TokenRequest, request: Request
) -> CreatedToken:
    """Make a token. Its secret is in this answer and nowhere else."""
    scopes = [str(scope) for scope in body.scopes]
    made = visit.house.runtime.tokens.create(
        visit.person.id, body.name, scopes, body.days, origin_of(request)
    )
    return CreatedToken(secret=made.secret, token=Token.of(made.row))


@router.delete("/{token_id}", status_code=204)
def revoke(
    visit: Annotated[Visit, door(Need.OWN_SESSION)],
    token_id: Annotated[str, Path(max_length=200, pattern=NO_NUL)],
    request: Request,
) -> None:
    """End one of my tokens at once."""
    visit.house.runtime.tokens.revoke(visit.person.id, token_id, origin_of(request))
