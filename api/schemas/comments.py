"""Shapes of comments."""

from __future__ import annotations

from pydantic import Field

from api.schemas.common import Given, Moment, Sent


class CommentRequest(Sent):
    """What is said; `@login` mentions somebody who may read the case."""

    text: str = Field(min_length=1, max_length=4_000)


class Comment(Given):
    """One comment; one that was withdrawn has no text. `withdrawable` says whether I may."""

    id: str
    by: str
    by_name: str
    at: Moment
    text: str
    mentions: list[str]
    mention_names: list[str]
    withdrawn_at: Moment | None
    withdrawable: bool


class Comments(Given):
    items: list[Comment]
