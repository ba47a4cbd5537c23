"""Written clauses, and the elements to be reviewed because one was edited."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import catalogue, reviewing
from api.auth import Need, Visit, door
from api.schemas.clauses import ClauseMarks, ReviewRequest
from api.schemas.definitions import Clauses
from api.wire import DecimalRoute

router = APIRouter(tags=["clauses"], route_class=DecimalRoute)


@router.get("/clauses")
def clauses(
    visit: Annotated[Visit, door(Need.SIGNED_IN)],
    ids: Annotated[str, Query(max_length=10_000)] = "",
) -> Clauses:
    """Written clauses by their ids, separated by commas."""
    return catalogue.clauses(visit, [part.strip() for part in ids.split(",")])


@router.get("/clauses/marks")
def marks(
    visit: Annotated[Visit, door(Need.SIGNED_IN)],
    reviewed: Annotated[bool, Query()] = False,
) -> ClauseMarks:
    """What edited clauses leave to review in the reader's own processes; also what was reviewed."""
    return reviewing.marks(visit, reviewed=reviewed)


@router.post("/definitions/{key}/clauses/review")
def review(
    visit: Annotated[Visit, door(Need.OWN_DEFINITION)], key: str, body: ReviewRequest
) -> ClauseMarks:
    """Confirm that elements of the process carry out the clause as edited; recorded with who."""
    return reviewing.review(visit, key, body)
