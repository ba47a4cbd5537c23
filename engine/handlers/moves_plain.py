"""What people moved in a case <-> plain JSON, for snapshots only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from engine.core.ids import UserId
from engine.core.moves import Extra, ExtraKind, Held, Moves, Returned
from engine.core.values import from_plain, to_plain


def plain_moves(moves: Moves | None) -> dict[str, Any] | None:
    """JSON that `read_moves` reads back to the same."""
    if moves is None:
        return None
    plain = asdict(moves)
    plain["suspended_at"] = moves.suspended_at.isoformat() if moves.suspended_at else None
    for one, held in zip(plain["held"], moves.held, strict=True):
        one["data"] = to_plain(held.data)
    for one in plain["returned"].values():
        one["at"] = one["at"].isoformat()
        one["due_at"] = one["due_at"].isoformat() if one["due_at"] else None
    return plain


def read_moves(plain: Mapping[str, Any] | None) -> Moves | None:
    """What people moved, of a `plain_moves`."""
    if plain is None:
        return None
    return Moves(
        **{
            **plain,
            "returned": {key: _returned(one) for key, one in plain["returned"].items()},
            "extra": {
                key: Extra(kind=ExtraKind(one["kind"]), of=one["of"])
                for key, one in plain["extra"].items()
            },
            "suspended_at": _moment(plain.get("suspended_at")),
            "held": tuple(
                Held(**{**one, "data": from_plain(one["data"])}) for one in plain.get("held", ())
            ),
            "anew": tuple(plain["anew"]),
            "approvers": {
                key: tuple(map(UserId, people)) for key, people in plain["approvers"].items()
            },
        }
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _returned(plain: Mapping[str, Any]) -> Returned:
    return Returned(
        to=plain["to"],
        by=UserId(plain["by"]),
        at=datetime.fromisoformat(plain["at"]),
        due_at=_moment(plain["due_at"]),
    )
