"""The clock of a server for tests; there is no such route on any other."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from api import manual_clock
from api.auth import Need, Visit, door
from api.schemas.testing import ClockMove, ClockState
from api.wire import DecimalRoute

router = APIRouter(prefix="/test", tags=["tests"], route_class=DecimalRoute)


@router.get("/clock")
def clock(visit: Annotated[Visit, door(Need.ADMINISTER)]) -> ClockState:
    """Where the clock stands."""
    return manual_clock.now(visit)


@router.post("/clock")
def move(visit: Annotated[Visit, door(Need.ADMINISTER)], body: ClockMove) -> ClockState:
    """Let time pass: everything that becomes due happens at its own time, before this answers."""
    return manual_clock.move(visit, body)
