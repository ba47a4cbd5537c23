"""Shapes of drafts."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.common import Given, Json, Moment, Sent


class DraftRequest(Sent):
    """What was typed so far; `version` is the one it was typed over, 0 for the first."""

    data: dict[str, Any]
    version: int = Field(ge=0, lt=2**31 - 1)


class Draft(Given):
    """A draft; without one the version is 0 and the rest is empty."""

    version: int
    saved_at: Moment | None
    data: Json


class DraftPlace(Given):
    """A process whose start form I have begun to fill in."""

    key: str
    name: str
    name_en: str
    saved_at: Moment


class DraftPlaces(Given):
    items: list[DraftPlace]
