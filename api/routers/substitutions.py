"""Who does an absent person's work (代理)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api import substituting
from api.auth import NO_NUL, Need, Visit, door
from api.schemas.substitution import (
    EndRequest,
    Substitution,
    SubstitutionList,
    SubstitutionRequest,
)

router = APIRouter(prefix="/substitutions", tags=["people"])


@router.get("")
def listed(
    visit: Annotated[Visit, door(Need.SIGNED_IN)], everybody: bool = False
) -> SubstitutionList:
    """Who acts for me, and for whom I act; everybody's for administrators."""
    return substituting.listed(visit, everybody)


@router.post("", status_code=201)
def name(
    visit: Annotated[Visit, door(Need.OWN_SESSION)], body: SubstitutionRequest
) -> Substitution:
    """Name who does my work for a while. It ends by itself."""
    return substituting.name(visit, body)


@router.post("/{substitution_id}/end")
def end(
    visit: Annotated[Visit, door(Need.OWN_SESSION)],
    substitution_id: Annotated[str, Path(max_length=200, pattern=NO_NUL)],
    body: EndRequest,
) -> Substitution:
    """End it before its time: the absent person, the substitute, or an administrator."""
    return substituting.end(visit, substitution_id, body.reason)
