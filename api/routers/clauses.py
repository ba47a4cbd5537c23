"""Written clauses, and the elements to be reviewed because one was edited."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from api import booking, catalogue, reviewing
from api.auth import NO_NUL, Need, Visit, door
from api.schemas.clause_book import (
    ClauseBook,
    ClauseChanges,
    ClauseChapter,
    ClauseDetail,
    ClauseEntries,
)
from api.schemas.clauses import ClauseMarks, ReviewRequest
from api.schemas.definitions import Clauses
from api.wire import DecimalRoute

Name = Annotated[str, Path(max_length=200, pattern=NO_NUL)]
router = APIRouter(tags=["clauses"], route_class=DecimalRoute)


@router.get("/clauses")
def clauses(
    visit: Annotated[Visit, door(Need.SIGNED_IN)],
    ids: Annotated[str, Query(max_length=10_000)] = "",
) -> Clauses:
    """Written clauses by their ids, separated by commas."""
    return catalogue.clauses(visit, [part.strip() for part in ids.split(",")])


@router.get("/clauses/book")
def book(visit: Annotated[Visit, door(Need.SIGNED_IN)]) -> ClauseBook:
    """The written policy as a table of contents: each procedure with how its clauses stand."""
    return booking.book(visit)


@router.get("/clauses/book/{procedure}")
def chapter(visit: Annotated[Visit, door(Need.SIGNED_IN)], procedure: Name) -> ClauseChapter:
    """One procedure: its clauses with what carries them out, its elements with theirs."""
    return booking.chapter(visit, procedure)


@router.get("/clauses/entries")
def entries(
    visit: Annotated[Visit, door(Need.SIGNED_IN)],
    text: Annotated[str, Query(max_length=200)] = "",
    state: Annotated[
        Literal["", "traced", "waived", "missing", "review", "unproven"], Query()
    ] = "",
) -> ClauseEntries:
    """Clauses of every procedure that have these words and stand so."""
    return booking.entries(visit, text, state)


@router.get("/clauses/entries/{clause}")
def entry(visit: Annotated[Visit, door(Need.SIGNED_IN)], clause: Name) -> ClauseDetail:
    """One clause with the newest cases in which it acted, of those that the reader may see."""
    return booking.detail(visit, clause)


@router.get("/clauses/changes")
def changes(visit: Annotated[Visit, door(Need.SIGNED_IN)]) -> ClauseChanges:
    """What each publication of the clauses changed, the newest first."""
    return booking.changes(visit)


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
