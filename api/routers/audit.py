"""The desk of auditors: a case told step by step, two side by side, findings, evidence."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api import form_seen as forms
from api import replaying
from api.auth import Need, Visit, door
from api.schemas.replay import FormSeen, Replay, ReplayQuery
from api.wire import DecimalRoute

router = APIRouter(tags=["audit"], route_class=DecimalRoute)


@router.get("/instances/{id}/replay")
def replay(
    visit: Annotated[Visit, door(Need.SEE_CASE)], asked: Annotated[ReplayQuery, Query()]
) -> Replay:
    """The case step by step: who, what, why, and what was true after it."""
    return replaying.replay(visit, asked)


@router.get("/instances/{id}/replay/{number}/form")
def form_seen(
    visit: Annotated[Visit, door(Need.SEE_CASE)],
    number: Annotated[int, Path(ge=1, le=1_000_000)],
) -> FormSeen:
    """The form of one step as the person saw it, with what they sent."""
    return forms.form_seen(visit, number)
