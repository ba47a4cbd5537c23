"""What I list often: my saved filters, and those that are shared with me."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from api import filtering
from api.auth import Need, Visit, door
from api.schemas.filters import FilterRequest, SavedFilter, SavedFilters

router = APIRouter(prefix="/filters", tags=["filters"])


@router.get("")
def filters(visit: Annotated[Visit, door(Need.SIGNED_IN)]) -> SavedFilters:
    """My filters and those shared with me, each with how much it finds for me."""
    return filtering.filters(visit)


@router.post("", status_code=201)
def save_filter(visit: Annotated[Visit, door(Need.SIGNED_IN)], body: FilterRequest) -> SavedFilter:
    """Keep a filter, for me or also for a role or group of mine."""
    return filtering.save(visit, body)


@router.put("/{id}")
def change_filter(
    visit: Annotated[Visit, door(Need.CHANGE_FILTER)], body: FilterRequest
) -> SavedFilter:
    """Put this in the place of a filter."""
    return filtering.change(visit, body)


@router.delete("/{id}", status_code=204)
def drop_filter(visit: Annotated[Visit, door(Need.CHANGE_FILTER)]) -> None:
    """Forget a filter, for everybody whom it was shared with too."""
    filtering.drop(visit)
