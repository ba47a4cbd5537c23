"""The deadlines of a work item <-> plain JSON, for snapshots only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.core.deadlines import Pending
from engine.core.values import from_plain, to_plain


def plain_pending(pending: Pending | None) -> dict[str, Any] | None:
    """The deadlines as JSON that `read_pending` reads back to equal ones."""
    if pending is None:
        return None
    moments = [[kind, at.isoformat()] for kind, at in pending.moments]
    return {"moments": moments, "action": pending.action, "data": to_plain(pending.data)}


def read_pending(plain: Mapping[str, Any] | None) -> Pending | None:
    """The deadlines of a `plain_pending`."""
    if plain is None:
        return None
    moments = tuple((kind, datetime.fromisoformat(at)) for kind, at in plain["moments"])
    data: Any = from_plain(plain["data"])
    return Pending(moments=moments, action=plain["action"], data=data)
