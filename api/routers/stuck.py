"""What is stuck by cause, and trying a correction out before it is made."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import stuck as desk
from api.auth import Need, Visit, door
from api.schemas.stuck import Stuck, TrialGiven, TrialRequest
from api.wire import DecimalRoute

router = APIRouter(tags=["incidents"], route_class=DecimalRoute)


@router.get("/stuck")
def stuck(
    visit: Annotated[Visit, door(Need.OPERATE)],
    only_open: Annotated[bool, Query(alias="open")] = True,
) -> Stuck:
    """What is stuck, or was, with the names of elements, and grouped by cause."""
    return desk.listed(visit, is_open=only_open)


@router.post("/incidents/{id}/retry-trial")
def trial(visit: Annotated[Visit, door(Need.OPERATE_INCIDENT)], body: TrialRequest) -> TrialGiven:
    """What trying again with these variables would lead to; nothing is changed."""
    return desk.tried(visit, body.variables)
