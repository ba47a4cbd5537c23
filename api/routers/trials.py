"""Trying a process out: a dry run in memory, each person's own, that nothing real comes of."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, UploadFile

from api import trying
from api.auth import Need, Visit, door
from api.schemas.definitions import StoredFile
from api.schemas.trials import (
    Trial,
    TrialBegin,
    TrialClock,
    TrialCompletion,
    TrialMessage,
    TrialStart,
)
from api.schemas.work import WorkItemDetail
from api.wire import DecimalRoute

router = APIRouter(prefix="/definitions/{key}/trial", tags=["trials"], route_class=DecimalRoute)

_Owner = Annotated[Visit, door(Need.OWN_DRAFT)]
_Login = Annotated[str, Query(max_length=200)]


@router.get("")
def trial(visit: _Owner, key: str) -> Trial:
    """How my trial of the process stands; `none` when there is none any more."""
    return trying.state(visit, key)


@router.post("", status_code=201)
def begin(visit: _Owner, key: str, body: TrialBegin) -> Trial:
    """Begin a trial, in the place of an earlier one."""
    return trying.begin(visit, key, body)


@router.delete("", status_code=204)
def end(visit: _Owner, key: str) -> None:
    """Forget my trial."""
    trying.end(visit, key)


@router.post("/start")
def start(visit: _Owner, key: str, body: TrialStart) -> Trial:
    """Begin the case as somebody who may."""
    return trying.start(visit, key, body)


@router.get("/task")
def task(visit: _Owner, key: str, item: _Login, by: _Login) -> WorkItemDetail:
    """A work item of the trial with its form, as somebody who is asked gets it."""
    return trying.task(visit, key, (item, by))


@router.post("/complete")
def complete(visit: _Owner, key: str, body: TrialCompletion) -> Trial:
    """Finish a work item as somebody who is asked."""
    return trying.complete(visit, key, body)


@router.post("/message")
def message(visit: _Owner, key: str, body: TrialMessage) -> Trial:
    """Have what the case waits for arrive."""
    return trying.receive(visit, key, body)


@router.post("/clock")
def clock(visit: _Owner, key: str, body: TrialClock) -> Trial:
    """Let time pass: what falls due on the way happens at its own time."""
    return trying.move_clock(visit, key, body)


@router.post("/files", status_code=201)
def upload(visit: _Owner, key: str, file: UploadFile, by: _Login = "") -> StoredFile:
    """Keep a file in the trial alone."""
    return trying.upload(visit, key, (file, by))
