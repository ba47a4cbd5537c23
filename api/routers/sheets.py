"""A case on paper: its approval sheet (审批单), as data and as a PDF."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response

from api import sheets
from api.auth import Need, Visit, door
from api.schemas.sheet import Sheet
from api.sheet_text import Language
from api.wire import DecimalRoute

router = APIRouter(tags=["cases"], route_class=DecimalRoute)


@router.get("/instances/{id}/sheet")
def sheet(visit: Annotated[Visit, door(Need.SEE_CASE)]) -> Sheet:
    """What was asked for, who decided what and when, and the head of the case's chain."""
    return sheets.sheet(visit)


@router.get("/instances/{id}/sheet.pdf", response_class=Response)
def sheet_pdf(visit: Annotated[Visit, door(Need.SEE_CASE)], language: Language = "zh") -> Response:
    """The sheet as a PDF; 501 where the server has no `guicheng[pdf]`."""
    return sheets.pdf(visit, language)
