"""What every projection is made with: the case after a command, times and lists as stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

import orjson

from engine.codec import encode_plain
from engine.core.state import InstanceState
from engine.core.values import to_plain

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Facts(NamedTuple):
    """What projecting needs to know beside the event: the case after it, and when."""

    instance_id: str
    state: InstanceState
    started_at: int
    at: int


_LAST: list[tuple[datetime, int]] = [(_EPOCH, 0)]


def micros(at: datetime) -> int:
    """Microseconds since 1970 UTC. One command stores the same moment several times: the last
    one is kept."""
    last, known = _LAST[0]
    if at is not last:
        known = (at - _EPOCH) // _MICROSECOND
        _LAST[0] = (at, known)
    return known


def from_micros(at: int) -> datetime:
    """The time of a stored number of microseconds."""
    return _EPOCH + timedelta(microseconds=at)


def micros_or_none(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def texts(values: Sequence[str]) -> str:
    """A list of texts as canonical JSON text."""
    return orjson.dumps(values).decode() if values else "[]"


def plain_text(values: Mapping[str, Any]) -> str:
    """Fields as canonical JSON text in plain form."""
    return encode_plain(to_plain(values)).decode() if values else "{}"
