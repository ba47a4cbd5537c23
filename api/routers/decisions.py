"""Decisions: evaluated as deployed, or from files that are being worked on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, UploadFile

from api import deciding
from api.auth import Need, Visit, door
from api.schemas.decisions import Decided, DecisionRequest
from api.wire import DecimalRoute

router = APIRouter(tags=["decisions"], route_class=DecimalRoute)


@router.post("/decisions/evaluate")
def evaluate(visit: Annotated[Visit, door(Need.OPERATE)], body: DecisionRequest) -> Decided:
    """What the decision deployed last says."""
    return deciding.evaluate(visit, body)


@router.post("/decisions/try")
def try_files(
    visit: Annotated[Visit, door(Need.OPERATE)],
    files: list[UploadFile],
    decision: Annotated[str, Form(max_length=200)],
    inputs: Annotated[str, Form(max_length=100_000)] = "{}",
) -> Decided:
    """What a decision, decision service or function of these files says."""
    contents = [file.file.read() for file in files]
    return deciding.try_files(visit, contents, decision, inputs)
