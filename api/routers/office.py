"""Work that is put off, and how pressing it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from api import approving
from api.auth import Need, Visit, door
from api.schemas.office import FollowUpRequest, PriorityRequest
from api.schemas.work import WorkItem

router = APIRouter(tags=["work items"])


@router.post("/work-items/{id}/follow-up")
def follow_up(visit: Annotated[Visit, door(Need.DO_ITEM)], body: FollowUpRequest) -> WorkItem:
    """Look at my work item again later; the due time stays."""
    return approving.follow_up(visit, body.until)


@router.post("/work-items/{id}/priority")
def priority(visit: Annotated[Visit, door(Need.OPERATE_ITEM)], body: PriorityRequest) -> WorkItem:
    """Say how pressing it is, with its whole round; the reason is recorded."""
    return approving.change_priority(visit, body.priority, body.reason)
