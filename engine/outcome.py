"""How a case stands, in one word: its status, or what keeps it from going on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.core.state import IncidentKind, InstanceStatus
from engine.views import IncidentView

ERROR: Final = "error"
"""A modelled error that nothing caught."""
INCIDENT: Final = "incident"
"""Anything else that needs a person."""


def outcome_of(status: str, stuck: Sequence[IncidentView]) -> str:
    """The status of the case, or error or incident; `stuck` are the open incidents."""
    if status != InstanceStatus.ACTIVE or not stuck:
        return str(status)
    errors = any(one.kind == IncidentKind.UNCAUGHT_ERROR for one in stuck)
    return ERROR if errors else INCIDENT
