"""The organisation, for administrators: look, change, import, leave."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import organising
from api.auth import Need, Visit, door
from api.schemas.asked_time import AskedMoment
from api.schemas.organisation import (
    Farewell,
    LeaveRequest,
    OrganisationChange,
    OrganisationChangeRequest,
    OrganisationChanges,
    OrganisationEntries,
    OrganisationFile,
    OrganisationPlan,
)
from api.wire import DecimalRoute

router = APIRouter(prefix="/organisation", tags=["people"], route_class=DecimalRoute)
_Administrator = Annotated[Visit, door(Need.ADMINISTER)]


@router.get("")
def entries(
    visit: _Administrator, at: Annotated[AskedMoment | None, Query()] = None
) -> OrganisationEntries:
    """Everything in effect."""
    return OrganisationEntries(entries=visit.house.runtime.roster.entries(at))


@router.get("/changes")
def changes(visit: _Administrator) -> OrganisationChanges:
    """Everything recorded, in order."""
    found = visit.house.runtime.people.changes()
    return OrganisationChanges(
        items=[
            OrganisationChange(
                id=one.id,
                at=one.published_at,
                effective_from=one.expires_at,
                by=one.published_by,
                reason=str(one.data["reason"]),
                leaver=one.name,
                successor=one.correlation_key,
            )
            for one in found
        ]
    )


@router.post("/changes")
def change(visit: _Administrator, body: OrganisationChangeRequest) -> OrganisationPlan:
    """Change fields of entries. Nobody changes their own place: another administrator does."""
    roster = visit.house.runtime.roster
    if body.only_new:
        roster.refuse_known(body.entries, body.effective_from)
    plan = roster.plan_change(body.entries, body.effective_from, body.reason)
    return organising.carried_out(visit, plan, body.dry_run)


@router.post("/import")
def import_file(visit: _Administrator, body: OrganisationFile) -> OrganisationPlan:
    """Make the organisation as in the file: who is not in it has left."""
    roster = visit.house.runtime.roster
    plan = roster.plan_import(body.content.encode(), body.name, body.effective_from)
    return organising.carried_out(visit, plan, body.dry_run)


@router.post("/leave")
def leave(visit: _Administrator, body: LeaveRequest) -> Farewell:
    """A person leaves: everything goes to the successor; again, it goes on where it stopped."""
    return organising.leave(visit, body)
