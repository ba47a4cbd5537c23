"""A round of opinions <-> plain JSON, for snapshots only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from engine.core.approval import Opinion, Place, Round, Seat, SeatState, Work
from engine.core.ballot import Mode
from engine.core.ids import UserId
from engine.core.values import from_plain, to_plain


def plain_round(round_: Round) -> dict[str, Any]:
    """The round as JSON that `read_round` reads back to an equal one."""
    return {
        **_fields(round_),
        "work": {**_fields(round_.work), "due_at": _moment(round_.work.due_at)},
        "weights": [[login, str(weight)] for login, weight in round_.weights],
        "seats": [{**_fields(seat), "weight": str(seat.weight)} for seat in round_.seats],
        "opinions": [{**_fields(one), "at": one.at.isoformat()} for one in round_.opinions],
        "data": to_plain(round_.data),
        "chosen": [[result, to_plain(value)] for result, value in round_.chosen],
    }


def _fields(thing: Any) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(thing)}


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def read_round(plain: Mapping[str, Any]) -> Round:
    """The round of a `plain_round`."""
    return Round(
        **{
            **plain,
            "mode": Mode(plain["mode"]),
            "agree": tuple(plain["agree"]),
            "work": _work(plain["work"]),
            "weights": tuple((login, Decimal(weight)) for login, weight in plain["weights"]),
            "seats": tuple(_seat(one) for one in plain["seats"]),
            "opinions": tuple(_opinion(one) for one in plain["opinions"]),
            "data": from_plain(plain["data"]),
            "chosen": tuple((result, from_plain(value)) for result, value in plain["chosen"]),
        }
    )


def _work(plain: Mapping[str, Any]) -> Work:
    due = plain["due_at"]
    excluded = tuple(UserId(one) for one in plain["excluded"])
    at = datetime.fromisoformat(due) if due else None
    return Work(**{**plain, "due_at": at, "excluded": excluded})


_SEAT: Final = {"place": Place, "state": SeatState, "weight": Decimal}


def _seat(plain: Mapping[str, Any]) -> Seat:
    return Seat(**{**plain, **{name: read(plain[name]) for name, read in _SEAT.items()}})


def _opinion(plain: Mapping[str, Any]) -> Opinion:
    return Opinion(**{**plain, "at": datetime.fromisoformat(plain["at"])})
