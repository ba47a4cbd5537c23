"""Processes: list, look at, start, publish."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, UploadFile

from api import acting, catalogue
from api.auth import Need, Visit, door
from api.schemas.cases import Instance
from api.schemas.definitions import (
    DefinitionDetail,
    Definitions,
    Deployed,
    StartForm,
    StartRequest,
)
from api.wire import DecimalRoute

router = APIRouter(tags=["definitions"], route_class=DecimalRoute)


@router.get("/definitions")
def definitions(
    visit: Annotated[Visit, door(Need.SIGNED_IN)],
    drafts: Annotated[bool, Query()] = False,
) -> Definitions:
    """The newest version of every process, or the newest drafts."""
    return catalogue.definitions(visit, drafts=drafts)


@router.get("/definitions/{key}")
def definition(visit: Annotated[Visit, door(Need.SEE_DEFINITION)]) -> DefinitionDetail:
    """One process with its diagram and its elements."""
    return catalogue.definition(visit)


@router.get("/definitions/{key}/start-form")
def start_form(visit: Annotated[Visit, door(Need.START)]) -> StartForm:
    """The form to start with."""
    return catalogue.start_form(visit)


@router.post("/definitions/{key}/start", status_code=201)
def start(visit: Annotated[Visit, door(Need.START)], body: StartRequest) -> Instance:
    """Begin a case."""
    return acting.start(visit, body.variables, body.business_key)


@router.post("/deployments", status_code=201)
def deploy(
    visit: Annotated[Visit, door(Need.DEPLOY)],
    files: list[UploadFile],
    draft: Annotated[bool, Form()] = False,
) -> Deployed:
    """Publish files together, or keep them as a draft: all of them, or none with every finding."""
    contents = [(file.filename or "", file.file.read()) for file in files]
    return catalogue.deploy(visit, contents, draft=draft)
