"""Comments on a case."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api import commenting
from api.auth import NO_NUL, Need, Visit, door
from api.schemas.comments import CommentRequest, Comments
from api.wire import DecimalRoute

router = APIRouter(tags=["comments"], route_class=DecimalRoute)


@router.get("/instances/{id}/comments")
def comments(visit: Annotated[Visit, door(Need.SEE_CASE)]) -> Comments:
    """What was said in the case, oldest first."""
    return commenting.listed(visit)


@router.post("/instances/{id}/comments", status_code=201)
def add(visit: Annotated[Visit, door(Need.COMMENT_CASE)], body: CommentRequest) -> Comments:
    """Say something. Who is mentioned with `@login` must be able to read the case."""
    return commenting.add(visit, body.text)


@router.post("/instances/{id}/comments/{comment}/withdraw")
def withdraw(
    visit: Annotated[Visit, door(Need.COMMENT_CASE)],
    comment: Annotated[str, Path(max_length=200, pattern=NO_NUL)],
) -> Comments:
    """Take my own comment back."""
    return commenting.withdraw(visit, comment)
