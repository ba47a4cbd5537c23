"""Incidents, messages and signals, files and people."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, UploadFile

from api import acting, quarantined
from api import files as uploads
from api.auth import Need, Visit, door
from api.schemas.cases import (
    Incident,
    Incidents,
    Instance,
    MessageReceipt,
    MessageRequest,
    RetryRequest,
    SignalReceipt,
    SignalRequest,
)
from api.schemas.definitions import StoredFile
from api.schemas.people import People, Person
from api.schemas.quarantine import LiftRequest, QuarantinedCases
from api.wire import DecimalRoute
from engine.core import policy

router = APIRouter(route_class=DecimalRoute)


@router.get("/incidents", tags=["incidents"])
def incidents(
    visit: Annotated[Visit, door(Need.OPERATE)],
    only_open: Annotated[bool, Query(alias="open")] = True,
) -> Incidents:
    """What is stuck."""
    found = visit.house.runtime.store.incidents(open_only=only_open)
    theirs = policy.operated_processes(visit.person)
    seen = (one for one in found if theirs is None or one.process in theirs)
    return Incidents(items=[Incident.of(incident) for incident in seen])


@router.post("/incidents/{id}/retry", tags=["incidents"])
def retry(visit: Annotated[Visit, door(Need.OPERATE_INCIDENT)], body: RetryRequest) -> Instance:
    """Try again, after correcting variables."""
    return acting.retry(visit, body.variables, body.reason)


@router.get("/quarantine", tags=["incidents"])
def quarantine(visit: Annotated[Visit, door(Need.ADMINISTER)]) -> QuarantinedCases:
    """Cases that the worker leaves alone because it crashed on them."""
    return quarantined.listed(visit)


@router.post("/instances/{id}/quarantine/lift", tags=["incidents"], status_code=204)
def lift(visit: Annotated[Visit, door(Need.ADMINISTER_CASE)], body: LiftRequest) -> None:
    """Let the worker try the case again; the reason is recorded."""
    quarantined.lift(visit, body.reason)


@router.post("/messages", tags=["messages"])
def send(visit: Annotated[Visit, door(Need.SEND)], body: MessageRequest) -> MessageReceipt:
    """Deliver a message to the one case that waits for it, start one with it, or keep it."""
    return acting.send(visit, body)


@router.post("/signals", tags=["messages"])
def broadcast(visit: Annotated[Visit, door(Need.SEND)], body: SignalRequest) -> SignalReceipt:
    """Send a signal to every case that waits for it, and start what it starts."""
    return acting.broadcast(visit, body)


@router.post("/files", tags=["files"], status_code=201)
def upload(visit: Annotated[Visit, door(Need.SIGNED_IN)], file: UploadFile) -> StoredFile:
    """Upload a file for a form."""
    return uploads.upload(visit, file)


@router.get("/people", tags=["people"])
def people(visit: Annotated[Visit, door(Need.SIGNED_IN)]) -> People:
    """Who works here, for person fields."""
    found = visit.house.runtime.people.people()
    return People(items=[Person.of(person) for person in found])
