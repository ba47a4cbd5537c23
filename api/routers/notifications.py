"""What I was told, live and to read again; how I want to be told; what was sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api import notifying
from api.auth import Need, Visit, door
from api.schemas.notifications import (
    ConfirmRequest,
    DeliveryList,
    NotificationList,
    PreferencesGiven,
    PreferencesRequest,
    ReadRequest,
    Unread,
)

router = APIRouter(prefix="/notifications", tags=["notifications"])

State = Literal["waiting", "sent", "failed", "moot"]
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("")
def notifications(
    visit: Annotated[Visit, door(Need.SIGNED_IN)],
    before: Annotated[int | None, Query(ge=1, lt=2**62)] = None,
    unread: bool = False,
    limit: Limit = 20,
) -> NotificationList:
    """What I was told, newest first, and how much of it I have not read."""
    return notifying.listed(visit, before, unread, limit)


@router.post("/read")
def read_notifications(visit: Annotated[Visit, door(Need.SIGNED_IN)], body: ReadRequest) -> Unread:
    """I have read these, or all."""
    return notifying.read(visit, body)


@router.get("/stream", response_class=EventSourceResponse)
async def stream(
    visit: Annotated[Visit, door(Need.OWN_SESSION)],
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: `notifications` with the number of unread ones, `worklist` when my work
    changed. It ends after a while; the browser comes again by itself."""
    house = visit.house
    async for event in house.live.stream(visit.person, house.settings.stream_seconds):
        yield event


@router.get("/preferences")
def preferences(visit: Annotated[Visit, door(Need.OWN_SESSION)]) -> PreferencesGiven:
    """How I want to be told outside of the application."""
    return notifying.preferences(visit)


@router.put("/preferences")
def prefer(
    visit: Annotated[Visit, door(Need.OWN_SESSION)], body: PreferencesRequest
) -> PreferencesGiven:
    """Be told so from now on."""
    return notifying.prefer(visit, body)


@router.post("/addresses/confirm")
def confirm(
    visit: Annotated[Visit, door(Need.OWN_SESSION)], body: ConfirmRequest
) -> PreferencesGiven:
    """My new e-mail address is mine: use it."""
    return notifying.confirm(visit, body.token)


@router.get("/deliveries")
def deliveries(
    visit: Annotated[Visit, door(Need.ADMINISTER)], state: State = "failed", limit: Limit = 50
) -> DeliveryList:
    """The latest messages of one state."""
    return notifying.deliveries(visit, state, limit)
