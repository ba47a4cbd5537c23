"""Shapes of how an office deals with its work: follow-up dates and priorities."""

from __future__ import annotations

from pydantic import Field

from api.schemas.asked_time import AskedMoment
from api.schemas.common import Sent
from api.schemas.sharing import Said


class FollowUpRequest(Sent):
    """When I look at my work item again; null: as usual."""

    until: AskedMoment | None


class PriorityRequest(Sent):
    """How pressing it is, the most pressing being 100."""

    priority: int = Field(ge=0, le=100)
    reason: Said
