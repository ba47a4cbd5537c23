"""What belongs to me at my desk: the processes that I start most, and my open cases."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field, StringConstraints

from api import pending
from api.auth import Need, Visit, door
from api.schemas.favourites import FavouriteList, FavouritesRequest
from api.schemas.moves import StartedCases
from api.wire import DecimalRoute

router = APIRouter(tags=["cases"], route_class=DecimalRoute)

CaseId = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
CaseIds = Annotated[list[CaseId], Field(min_length=1, max_length=pending.MOST), Query()]


@router.get("/started")
def started(visit: Annotated[Visit, door(Need.SIGNED_IN)], case: CaseIds) -> StartedCases:
    """For whom my open cases wait, and what I may do about it."""
    return pending.started(visit, case)


@router.get("/favourites")
def favourites(visit: Annotated[Visit, door(Need.SIGNED_IN)]) -> FavouriteList:
    """The processes that I chose as favourites, in my order."""
    return FavouriteList(items=visit.house.runtime.favourites.of(visit.person.id))


@router.put("/favourites")
def keep_favourites(
    visit: Annotated[Visit, door(Need.SIGNED_IN)], body: FavouritesRequest
) -> FavouriteList:
    """Keep these, in this order, and no others."""
    return FavouriteList(items=visit.house.runtime.favourites.keep(visit.person.id, body.items))
