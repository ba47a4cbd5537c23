"""Return, take back, withdraw; administrators jump, correct, suspend, resume and revive."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from api import moving
from api.auth import Need, Visit, door
from api.schemas import moves as shapes
from api.schemas.cases import Instance
from api.wire import DecimalRoute

router = APIRouter(tags=["moves"], route_class=DecimalRoute)


@router.get("/work-items/{id}/destinations")
def destinations(visit: Annotated[Visit, door(Need.DO_ITEM)]) -> shapes.Destinations:
    """Where I may return it to, the nearest first."""
    return moving.destinations(visit)


@router.post("/work-items/{id}/return")
def give_back(visit: Annotated[Visit, door(Need.DO_ITEM)], body: shapes.ReturnRequest) -> Instance:
    """Give it back to an earlier task, or to the initiator."""
    return moving.give_back(visit, body)


@router.post("/work-items/{id}/take-back")
def take_back(
    visit: Annotated[Visit, door(Need.DO_ITEM)], body: shapes.TakeBackRequest
) -> Instance:
    """Undo my completion of it, which nobody has made use of yet."""
    return moving.take_back(visit, body.reason)


@router.post("/instances/{id}/withdraw")
def withdraw(
    visit: Annotated[Visit, door(Need.OWN_CASE)], body: shapes.WithdrawRequest
) -> Instance:
    """Give my case up, as far as its process lets me."""
    return moving.withdraw(visit, body.reason)


@router.get("/instances/{id}/again")
def again(visit: Annotated[Visit, door(Need.OWN_CASE)]) -> shapes.Again:
    """What I started the case with, for another one like it."""
    return moving.again(visit)


@router.get("/instances/{id}/moves")
def standing(visit: Annotated[Visit, door(Need.SEE_CASE)]) -> shapes.Standing:
    """What people have moved in the case, or let rest."""
    return moving.standing(visit)


@router.post("/instances/{id}/suspend")
def suspend(
    visit: Annotated[Visit, door(Need.ADMINISTER_CASE)], body: shapes.SuspendRequest
) -> Instance:
    """Let the case rest: nobody works on it, what is due waits, messages are kept."""
    return moving.suspend(visit, body.reason)


@router.post("/instances/{id}/resume")
def resume(
    visit: Annotated[Visit, door(Need.ADMINISTER_CASE)], body: shapes.ResumeRequest
) -> Instance:
    """Let a suspended case go on."""
    return moving.resume(visit, body.reason)


@router.post("/instances/{id}/jump")
def jump(visit: Annotated[Visit, door(Need.ADMINISTER_CASE)], body: shapes.JumpRequest) -> Instance:
    """Move tokens to an element, whatever the arrows say."""
    return moving.jump(visit, body)


@router.post("/instances/{id}/revive")
def revive(
    visit: Annotated[Visit, door(Need.ADMINISTER_CASE)], body: shapes.ReviveRequest
) -> Instance:
    """Let an ended case begin again at an element."""
    return moving.revive(visit, body)


@router.post("/instances/{id}/variables")
def correct(
    visit: Annotated[Visit, door(Need.ADMINISTER_CASE)], body: shapes.VariablesRequest
) -> Instance:
    """Correct variables; what they were before is recorded."""
    return moving.correct(visit, body)


@router.post("/instances/{id}/approvers")
def change_approvers(
    visit: Annotated[Visit, door(Need.ADMINISTER_CASE)], body: shapes.ApproversRequest
) -> Instance:
    """Say who does a task of this one case that is still ahead."""
    return moving.change_approvers(visit, body)


@router.post("/instances/{id}/late-review")
def review_late(
    visit: Annotated[Visit, door(Need.ADMINISTER_CASE)], body: shapes.LateReviewRequest
) -> Instance:
    """Have a task that was left out looked at afterwards; it moves nothing."""
    return moving.review_late(visit, body)
