"""Shapes of cases under quarantine."""

from __future__ import annotations

from pydantic import Field

from api.schemas.common import Given, Moment, Sent


class LiftRequest(Sent):
    reason: str = Field(min_length=1, max_length=2_000, pattern=r"^[^\x00]*$")


class QuarantinedCase(Given):
    """A case that the worker leaves alone: since when, at which command, and what crashed where."""

    instance_id: str
    process: str
    title: str
    since: Moment
    command: str
    fault: str


class QuarantinedCases(Given):
    items: list[QuarantinedCase]
