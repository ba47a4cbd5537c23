"""The login log (登录日志): who came in, who was refused, and what changed about coming in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from engine.core.people import SYSTEM
from engine.doors import NOWHERE, AccessEntries, AccessEntry, AccessQuery, Entry, Origin
from engine.errors import InvalidCommand
from engine.ports import Clock

AGAIN: Final = timedelta(minutes=1)
"""The same refusal of the same person or address within this time is one entry."""
REMEMBERED: Final = 10_000
MAX_DAYS: Final = 3_660
MAX_LIMIT: Final = 200
_MAX_TEXT: Final = 200
_REPEATED: Final = frozenset(
    {
        Entry.THROTTLED,
        Entry.TOKEN_REFUSED,
        Entry.OUT_OF_SCOPE,
        Entry.RIGHT_REFUSED,
        Entry.HIDDEN,
        Entry.FORGED,
    }
)
"""What a program can bring about as fast as it can ask: told once a minute."""


class AccessLog:
    """Notes and reads entries. Each carries until when it is kept; later settings do not change
    that."""

    def __init__(self, entries: AccessEntries, clock: Clock, days: int) -> None:
        if not 1 <= days <= MAX_DAYS:
            raise InvalidCommand(
                f"登录日志应保留 1 到 {MAX_DAYS} 天", f"Expected 1 to {MAX_DAYS} days, got {days}"
            )
        self._entries, self._clock = entries, clock
        self._kept = timedelta(days=days)
        self._lock = Lock()
        self._told: OrderedDict[tuple[str, ...], datetime] = OrderedDict()

    def note(  # noqa: PLR0913 -- an entry has these parts
        self,
        kind: Entry,
        login: str,
        origin: Origin = NOWHERE,
        *,
        by: str | None = None,
        detail: str = "",
        about: str = "",
    ) -> None:
        """Durable when it returns. Without `by` the person did it, or the command line when it
        came from nowhere. `about` is told behind the detail and does not make a refusal another
        one."""
        now = self._clock.now()
        if kind in _REPEATED and self._is_repeated((kind, login, origin.address, detail), now):
            return
        who = by or (SYSTEM.id if origin == NOWHERE else login)
        self._entries.add_entry(
            AccessEntry(
                at=now,
                kind=kind,
                login=login,
                by=who,
                address=_tidy(origin.address),
                browser=_tidy(origin.browser),
                detail=_tidy(f"{detail} {about}".strip()),
                keep_until=now + self._kept,
            )
        )

    def found(self, query: AccessQuery) -> Sequence[AccessEntry]:
        """Newest first. Raises InvalidCommand for an unknown kind or limit."""
        kinds = [str(kind) for kind in Entry]
        if query.kind and query.kind not in kinds:
            raise InvalidCommand(
                f"没有这种登录日志：{query.kind}，有 {'、'.join(kinds)}",
                f"Expected one of {', '.join(kinds)}, got {query.kind!r}",
            )
        if not 1 <= query.limit <= MAX_LIMIT:
            raise InvalidCommand(
                f"每次 1 到 {MAX_LIMIT} 条", f"Expected a limit of 1 to {MAX_LIMIT}"
            )
        return self._entries.entries(query)

    def _is_repeated(self, key: tuple[str, ...], now: datetime) -> bool:
        with self._lock:
            last = self._told.get(key)
            if last is not None and timedelta() <= now - last < AGAIN:
                return True
            self._told[key] = now
            self._told.move_to_end(key)
            if len(self._told) > REMEMBERED:
                self._told.popitem(last=False)
            return False


def _tidy(text: str) -> str:
    """One short line of what can be printed: headers and addresses are what somebody sends."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:_MAX_TEXT])
