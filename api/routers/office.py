"""Work that is put off, how pressing it is, and who is away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api import absences, approving
from api.auth import NO_NUL, Need, Visit, door
from api.schemas.absence import Absence, AbsenceList, AbsenceRequest
from api.schemas.office import FollowUpRequest, PriorityRequest
from api.schemas.substitution import EndRequest
from api.schemas.work import WorkItem

router = APIRouter()


@router.post("/work-items/{id}/follow-up", tags=["work items"])
def follow_up(visit: Annotated[Visit, door(Need.DO_ITEM)], body: FollowUpRequest) -> WorkItem:
    """Look at my work item again later; the due time stays."""
    return approving.follow_up(visit, body.until)


@router.post("/work-items/{id}/priority", tags=["work items"])
def priority(visit: Annotated[Visit, door(Need.OPERATE_ITEM)], body: PriorityRequest) -> WorkItem:
    """Say how pressing it is, with its whole round; the reason is recorded."""
    return approving.change_priority(visit, body.priority, body.reason)


@router.get("/absences", tags=["people"])
def listed(visit: Annotated[Visit, door(Need.SIGNED_IN)], everybody: bool = False) -> AbsenceList:
    """When I am away; everybody's for administrators."""
    return absences.listed(visit, everybody)


@router.post("/absences", tags=["people"], status_code=201)
def record(visit: Annotated[Visit, door(Need.OWN_SESSION)], body: AbsenceRequest) -> Absence:
    """Say that I am away: what only I may do is due later then."""
    return absences.record(visit, body)


@router.post("/absences/{absence_id}/end", tags=["people"])
def end(
    visit: Annotated[Visit, door(Need.OWN_SESSION)],
    absence_id: Annotated[str, Path(max_length=200, pattern=NO_NUL)],
    body: EndRequest,
) -> Absence:
    """Back before the time: the person, or an administrator."""
    return absences.end(visit, absence_id, body.reason)
