"""Shapes of the test clock."""

from __future__ import annotations

from pydantic import Field

from api.schemas.common import Given, Moment, Sent


class ClockMove(Sent):
    """Either a moment to move to, or an ISO 8601 duration to move on by."""

    at: str | None = Field(default=None, max_length=100)
    advance: str | None = Field(default=None, max_length=100)


class ClockState(Given):
    """`done` counts the timers, jobs and messages that happened on the way."""

    now: Moment
    next_due: Moment | None
    done: int
