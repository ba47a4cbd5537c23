"""Registers (登记簿): search, export, and disposal of what need no longer be kept."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import registers as answers
from api.auth import Need, Visit, door
from api.schemas.cases import Instance
from api.schemas.registers import (
    DisposalRequest,
    ExportQuery,
    LinesQuery,
    RegisterLines,
    Registers,
)
from api.wire import DecimalRoute

router = APIRouter(prefix="/registers", tags=["registers"], route_class=DecimalRoute)

_Reader = Annotated[Visit, door(Need.READ_REGISTER)]


@router.get("")
def registers(visit: Annotated[Visit, door(Need.SIGNED_IN)]) -> Registers:
    """The registers that I may read."""
    return answers.registers(visit)


@router.get("/{key}/lines")
def lines(visit: _Reader, key: str, asked: Annotated[LinesQuery, Query()]) -> RegisterLines:
    """Lines in the order of their keys, each with the case and the step that wrote it."""
    return answers.lines(visit, key, asked)


@router.get("/{key}/export", response_class=Response)
def export(visit: _Reader, key: str, asked: Annotated[ExportQuery, Query()]) -> Response:
    """The found lines as a CSV file with a byte order mark, or as a workbook."""
    return answers.export(visit, key, asked)


@router.post("/{key}/disposal", status_code=201)
def dispose(
    visit: Annotated[Visit, door(Need.ADMINISTER)], key: str, body: DisposalRequest
) -> Instance:
    """Dispose of lines that are due: a case of `register-disposal`, which leaves who and why."""
    return answers.dispose(visit, key, body)
