"""How the house is, and its ways to the outside: for administrators, and machines of theirs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api import upkeep
from api.auth import NO_NUL, Need, Visit, door
from api.schemas.upkeep import Connections, HealthReport, TestRequest

router = APIRouter(tags=["health"])
_Administrator = Annotated[Visit, door(Need.ADMINISTER)]


@router.get("/health")
def health(visit: _Administrator) -> HealthReport:
    """Worker, queues, seals, database, disk and versions, with what somebody should look at."""
    return upkeep.health(visit)


@router.get("/connections")
def connections(visit: _Administrator) -> Connections:
    """Which channels, connectors and logins are set up; secrets are never told."""
    return upkeep.connections(visit)


@router.post("/connections/test", status_code=204)
def test_channel(visit: _Administrator, body: TestRequest) -> None:
    """Send a test message; 409 says why it did not go out."""
    upkeep.test_channel(visit, body)


@router.post("/notifications/deliveries/{delivery_id}/send", status_code=204)
def send_again(
    visit: _Administrator,
    delivery_id: Annotated[str, Path(max_length=200, pattern=NO_NUL)],
) -> None:
    """Try a failed message again."""
    upkeep.send_again(visit, delivery_id)
