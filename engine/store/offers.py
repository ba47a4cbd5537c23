"""Who a stored work item was offered to, read from its stored lists."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from engine.core.ids import user_principal


def was_offered(user: str, principals: Sequence[str], candidates: str, excluded: str) -> bool:
    """Whether the lists, canonical JSON text, offer the work to this person."""
    if excluded != "[]" and user in orjson.loads(excluded):
        return False
    offered = orjson.loads(candidates)
    return any(principal in offered for principal in (user_principal(user), *principals))
