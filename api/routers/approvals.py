"""Rounds of opinions: adding and removing signers, advice, delegation, appointment, phrases."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from api import approving
from api.auth import Need, Visit, door
from api.schemas.approvals import (
    Approval,
    HandingRequest,
    OpinionRequest,
    PhraseList,
    PhrasesRequest,
    RemovalRequest,
    SignersRequest,
)
from api.schemas.work import Completed, WorkItem
from api.wire import DecimalRoute

router = APIRouter(tags=["approvals"], route_class=DecimalRoute)


@router.get("/work-items/{id}/approval")
def approval(visit: Annotated[Visit, door(Need.SEE_ITEM)]) -> Approval:
    """The round that it belongs to, with every opinion so far."""
    return approving.approval(visit)


@router.post("/work-items/{id}/signers")
def add_signers(visit: Annotated[Visit, door(Need.DO_ITEM)], body: SignersRequest) -> WorkItem:
    """Have further people give their opinion: before mine, after mine, or beside."""
    return approving.add(visit, body)


@router.post("/work-items/{id}/signers/remove")
def remove_signer(
    visit: Annotated[Visit, door(Need.TRANSFER_ITEM)], body: RemovalRequest
) -> Approval:
    """Do not ask somebody any more who has not acted yet."""
    return approving.remove(visit, body)


@router.post("/work-items/{id}/delegate")
def delegate(visit: Annotated[Visit, door(Need.DO_ITEM)], body: HandingRequest) -> WorkItem:
    """Ask somebody else for their opinion; it comes back to me."""
    return approving.delegate(visit, body)


@router.post("/work-items/{id}/opinion")
def advise(visit: Annotated[Visit, door(Need.DO_ITEM)], body: OpinionRequest) -> Completed:
    """Give the opinion that I was asked for, as a delegate or before somebody else."""
    return approving.advise(visit, body)


@router.post("/work-items/{id}/appoint")
def appoint(visit: Annotated[Visit, door(Need.APPOINT_ITEM)], body: HandingRequest) -> WorkItem:
    """Give it to a person who may do it, also what nobody was found for."""
    return approving.appoint(visit, body)


@router.get("/phrases")
def phrases(visit: Annotated[Visit, door(Need.SIGNED_IN)]) -> PhraseList:
    """What I often write in opinions."""
    return approving.phrases(visit)


@router.put("/phrases")
def keep_phrases(visit: Annotated[Visit, door(Need.SIGNED_IN)], body: PhrasesRequest) -> PhraseList:
    """Keep these, in this order, and no others."""
    return approving.keep_phrases(visit, body.items)
