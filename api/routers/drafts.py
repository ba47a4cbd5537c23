"""What I am filling in, kept on the server as I type."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from api import drafting
from api.auth import Need, Visit, door
from api.schemas.drafts import Draft, DraftPlaces, DraftRequest
from api.wire import DecimalRoute

router = APIRouter(tags=["drafts"], route_class=DecimalRoute)


@router.get("/drafts")
def drafts(visit: Annotated[Visit, door(Need.SIGNED_IN)]) -> DraftPlaces:
    """What I have drafts of, newest first."""
    return drafting.listed(visit)


@router.get("/work-items/{id}/draft")
def draft(visit: Annotated[Visit, door(Need.DO_ITEM)]) -> Draft:
    """My draft of the form of a work item."""
    return drafting.read(visit)


@router.put("/work-items/{id}/draft")
def save_draft(visit: Annotated[Visit, door(Need.DO_ITEM)], body: DraftRequest) -> Draft:
    """Keep it as it is now; 409 when it was saved elsewhere since that version."""
    return drafting.save(visit, body)


@router.delete("/work-items/{id}/draft", status_code=204)
def drop_draft(visit: Annotated[Visit, door(Need.DO_ITEM)]) -> None:
    """Forget it."""
    drafting.drop(visit)


@router.get("/definitions/{key}/draft")
def start_draft(visit: Annotated[Visit, door(Need.START)]) -> Draft:
    """My draft of the start form of a process."""
    return drafting.read(visit)


@router.put("/definitions/{key}/draft")
def save_start_draft(visit: Annotated[Visit, door(Need.START)], body: DraftRequest) -> Draft:
    """Keep it as it is now; 409 when it was saved elsewhere since that version."""
    return drafting.save(visit, body)


@router.delete("/definitions/{key}/draft", status_code=204)
def drop_start_draft(visit: Annotated[Visit, door(Need.START)]) -> None:
    """Forget it."""
    drafting.drop(visit)
