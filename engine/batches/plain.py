"""What was asked of a batch <-> plain JSON, for its row and its digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from engine.batches.model import Action, Asked, BatchItem, Selection
from engine.codec import encode_plain


def plain_asked(asked: Asked) -> dict[str, Any]:
    """JSON that `read_asked` reads back to the same."""
    plain = asdict(asked) | {"action": str(asked.action)}
    before = asked.selection.started_before
    plain["selection"]["started_before"] = before.isoformat() if before else None
    plain["selection"]["ids"] = list(asked.selection.ids)
    return plain


def encode_asked(asked: Asked) -> str:
    """The text of its column."""
    return encode_plain(plain_asked(asked)).decode()


def read_asked(text: str) -> Asked:
    """What was asked, of an `encode_asked`."""
    plain = orjson.loads(text)
    chosen = plain["selection"]
    before = chosen["started_before"]
    selection = Selection(
        **{
            **chosen,
            "started_before": datetime.fromisoformat(before) if before else None,
            "ids": tuple(chosen["ids"]),
        }
    )
    return Asked(
        action=Action(plain["action"]), selection=selection, to=plain["to"], of=plain["of"]
    )


def digest_of(asked: Asked, items: Iterable[BatchItem]) -> str:
    """Stands for exactly this operation on exactly these items, each as it is now."""
    touched = [[one.instance_id, one.subject, one.version] for one in items]
    return sha256(encode_plain({"asked": plain_asked(asked), "items": touched})).hexdigest()
