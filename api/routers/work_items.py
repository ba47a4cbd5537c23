"""The worklist and what people do with their work items."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import acting, lists, reading, sharing
from api.auth import Need, Visit, door
from api.schemas.sharing import BulkRequest, BulkResults, TransferRequest, UrgeRequest
from api.schemas.work import (
    ActivateRequest,
    Completed,
    CompleteRequest,
    ErrorRequest,
    EscalationRequest,
    WorkItem,
    WorkItemDetail,
    Worklist,
)
from api.wire import DecimalRoute

router = APIRouter(tags=["work items"], route_class=DecimalRoute)


@router.get("/worklist")
def worklist(
    visit: Annotated[Visit, door(Need.SIGNED_IN)],
    asked: Annotated[lists.WorklistFilter, Query()],
) -> Worklist:
    """My work: assigned to me, offered to me, or done by me."""
    return lists.worklist(visit, asked)


@router.post("/work-items/bulk")
def bulk(visit: Annotated[Visit, door(Need.SIGNED_IN)], body: BulkRequest) -> BulkResults:
    """Do one thing to exactly the listed work items, each by its own command."""
    return sharing.bulk(visit, body)


@router.get("/work-items/{id}")
def work_item(visit: Annotated[Visit, door(Need.SEE_ITEM)]) -> WorkItemDetail:
    """One work item with its form, as it is for me."""
    return reading.work_item_detail(visit)


@router.post("/work-items/{id}/claim")
def claim(visit: Annotated[Visit, door(Need.DO_ITEM)]) -> WorkItem:
    """Take it."""
    return acting.claim(visit)


@router.post("/work-items/{id}/release")
def release(visit: Annotated[Visit, door(Need.DO_ITEM)]) -> WorkItem:
    """Give it back."""
    return acting.release(visit)


@router.post("/work-items/{id}/complete")
def complete(visit: Annotated[Visit, door(Need.DO_ITEM)], body: CompleteRequest) -> Completed:
    """Finish it with the data of its form."""
    return acting.complete(visit, body)


@router.post("/work-items/{id}/activate")
def activate(visit: Annotated[Visit, door(Need.DO_ITEM)], body: ActivateRequest) -> Completed:
    """Begin an activity that an ad-hoc sub-process offers."""
    return acting.activate(visit, body.element_id)


@router.post("/work-items/{id}/finish")
def finish(visit: Annotated[Visit, door(Need.DO_ITEM)]) -> Completed:
    """Declare an ad-hoc sub-process done."""
    return acting.finish(visit)


@router.post("/work-items/{id}/error")
def throw_error(visit: Annotated[Visit, door(Need.DO_ITEM)], body: ErrorRequest) -> Completed:
    """End it with an error that the diagram may catch; uncaught, it stays open beside an
    incident."""
    return acting.throw_error(visit, body)


@router.post("/work-items/{id}/escalation")
def escalate(visit: Annotated[Visit, door(Need.DO_ITEM)], body: EscalationRequest) -> Completed:
    """Escalate from it; it stays open unless the diagram interrupts it."""
    return acting.escalate(visit, body)


@router.post("/work-items/{id}/transfer")
def transfer(visit: Annotated[Visit, door(Need.TRANSFER_ITEM)], body: TransferRequest) -> WorkItem:
    """Give it to another person for good, who must be allowed to do it."""
    return sharing.transfer(visit, body.to, body.reason)


@router.post("/work-items/{id}/urge")
def urge(visit: Annotated[Visit, door(Need.URGE_ITEM)], body: UrgeRequest) -> WorkItem:
    """Ask for it to be done, at most once an hour."""
    return sharing.urge(visit, body.reason)
