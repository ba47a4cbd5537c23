"""Clocks and ids: the real ones, and the ones that tests set."""

from __future__ import annotations

import random
import secrets
import time
from datetime import UTC, datetime, timedelta
from threading import Lock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_chance = random.Random(secrets.randbits(256))  # noqa: S311 (ids are names, not secrets)
_PAIRS = tuple(high + low for high in _ALPHABET for low in _ALPHABET)


class SystemClock:
    """The computer's time."""

    def now(self) -> datetime:
        """Now, aware UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("Expected an aware datetime")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._at

    def set(self, at: datetime) -> None:
        """Move to this moment."""
        self._at = at.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move on by a span."""
        self._at += by


class SortableIds:
    """Ids of 16 characters: 9 of milliseconds, 7 of chance; they sort by time of making."""

    def new(self) -> str:
        """A new id; two in 34 billion of the same millisecond collide, and the store refuses."""
        millis = time.time_ns() // 1_000_000
        return _base32(millis << 35 | _chance.getrandbits(35))


def _base32(number: int) -> str:
    """80 bits as 16 characters, ten bits at a time: an id is made for every command."""
    pair = _PAIRS
    return (
        pair[number >> 70 & 1023]
        + pair[number >> 60 & 1023]
        + pair[number >> 50 & 1023]
        + pair[number >> 40 & 1023]
        + pair[number >> 30 & 1023]
        + pair[number >> 20 & 1023]
        + pair[number >> 10 & 1023]
        + pair[number & 1023]
    )


class CountingIds:
    """c1, c2, ...: for tests and for re-execution."""

    def __init__(self, prefix: str = "c") -> None:
        self._prefix = prefix
        self._next = 0
        self._lock = Lock()

    def new(self) -> str:
        """The next number."""
        with self._lock:
            self._next += 1
            return f"{self._prefix}{self._next}"
