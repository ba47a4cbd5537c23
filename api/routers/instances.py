"""Cases: lists, one case, its history, diagram, files and proof."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import acting, files, lists, proof, reading, sharing
from api import outcome as outcomes
from api.auth import Need, Visit, door
from api.schemas.cases import (
    Diagram,
    History,
    Instance,
    Instances,
    LogVerdict,
    Readings,
    Reason,
    Verdict,
)
from api.schemas.sharing import CopyRequest
from api.schemas.work import InstanceDetail, Outcome
from api.wire import DecimalRoute

router = APIRouter(tags=["cases"], route_class=DecimalRoute)


@router.get("/instances")
def instances(
    visit: Annotated[Visit, door(Need.SIGNED_IN)],
    asked: Annotated[lists.InstanceFilter, Query()],
) -> Instances:
    """Cases that I started, took part in, or may see because I see all."""
    return lists.instances(visit, asked)


@router.get("/instances/{id}")
def instance(visit: Annotated[Visit, door(Need.SEE_CASE)]) -> InstanceDetail:
    """One case with its data, work items and incidents."""
    return reading.instance_detail(visit)


@router.get("/instances/{id}/outcome")
def outcome(visit: Annotated[Visit, door(Need.SEE_CASE)]) -> Outcome:
    """How the case stands or ended, and all of its open work items."""
    return outcomes.outcome(visit)


@router.get("/instances/{id}/history")
def history(visit: Annotated[Visit, door(Need.SEE_CASE)]) -> History:
    """Every event of the case, in order."""
    return reading.history(visit)


@router.get("/instances/{id}/diagram")
def diagram(visit: Annotated[Visit, door(Need.SEE_CASE)]) -> Diagram:
    """The diagrams that the case is pinned to, with where it stands."""
    return reading.diagram(visit)


@router.get("/instances/{id}/files/{digest}", response_class=Response)
def download(
    visit: Annotated[Visit, door(Need.SEE_CASE)], digest: str, inline: bool = False
) -> Response:
    """The bytes of a file of the case; `inline` to show a picture or a PDF in the page."""
    return files.download(visit, digest, inline)


@router.get("/instances/{id}/readings")
def readings(visit: Annotated[Visit, door(Need.SEE_CASE)]) -> Readings:
    """Who has read the case without taking part in it."""
    return reading.readings(visit)


@router.get("/instances/{id}/verify")
def verify(visit: Annotated[Visit, door(Need.AUDIT_CASE)]) -> Verdict:
    """Check the hash chain of the case."""
    return proof.of_case(visit)


@router.post("/instances/{id}/terminate")
def terminate(visit: Annotated[Visit, door(Need.ADMINISTER_CASE)], body: Reason) -> Instance:
    """End the case for good."""
    return acting.terminate(visit, body.reason)


@router.post("/instances/{id}/copy")
def copy(visit: Annotated[Visit, door(Need.COMMENT_CASE)], body: CopyRequest) -> Instance:
    """Show the case to people who have nothing to do in it."""
    return sharing.copy(visit, body.to, body.note)


@router.post("/instances/{id}/read")
def read_copy(visit: Annotated[Visit, door(Need.READ_COPY)]) -> Instance:
    """I have read the case that was copied to me."""
    return sharing.read_copy(visit)


@router.get("/verify")
def verify_all(visit: Annotated[Visit, door(Need.AUDIT)]) -> LogVerdict:
    """Check every chain and the seals of the whole log."""
    return proof.of_log(visit)
