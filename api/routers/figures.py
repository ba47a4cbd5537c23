"""The company's figures: parameters and the numbers of decision tables."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import figuring
from api.auth import NO_NUL, Need, Visit, door
from api.schemas.figures import FigureChanges, FigureHistory, Figures, FiguresChanged
from api.wire import DecimalRoute

router = APIRouter(tags=["figures"], route_class=DecimalRoute)


@router.get("/figures")
def figures(visit: Annotated[Visit, door(Need.SIGNED_IN)]) -> Figures:
    """Every figure in force, with unit, clauses and the processes that use it."""
    return figuring.figures(visit)


@router.get("/figures/history")
def history(
    visit: Annotated[Visit, door(Need.SIGNED_IN)],
    figure: Annotated[str, Query(min_length=1, max_length=400, pattern=NO_NUL)],
) -> FigureHistory:
    """The values that one figure has had, the newest first."""
    return figuring.history(visit, figure)


@router.post("/figures")
def change(visit: Annotated[Visit, door(Need.DEPLOY)], body: FigureChanges) -> FiguresChanged:
    """Publish other values. Cases that run keep theirs; a value that cannot be is refused."""
    return figuring.change(visit, body)
