"""The in-memory twin of the tables of the doors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock

from engine.core.ids import UserId
from engine.doors import AccessEntry, AccessQuery, Binding, Factor


class MemoryEntries:
    """AccessEntries that are gone with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seq = 0
        self._entries: list[AccessEntry] = []

    def add_entry(self, entry: AccessEntry) -> None:
        with self._lock:
            self._seq += 1
            kept = [one for one in self._entries if one.keep_until > entry.at]
            self._entries = [*kept, replace(entry, seq=self._seq)]

    def entries(self, query: AccessQuery) -> Sequence[AccessEntry]:
        found = [
            one
            for one in reversed(self._entries)
            if query.login in ("", one.login)
            and query.kind in ("", one.kind)
            and (query.since is None or one.at >= query.since)
            and (query.before is None or one.seq < query.before)
        ]
        return found[: query.limit]


class MemoryFactors:
    """Factors that are gone with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._factors: dict[UserId, Factor] = {}
        self._codes: dict[UserId, set[bytes]] = {}

    def factor(self, user: UserId) -> Factor | None:
        return self._factors.get(user)

    def keep_factor(self, factor: Factor) -> None:
        with self._lock:
            self._factors[factor.user] = factor
            self._codes.pop(factor.user, None)

    def use_step(self, user: UserId, step: int) -> bool:
        with self._lock:
            known = self._factors.get(user)
            if known is None or known.last_step >= step:
                return False
            self._factors[user] = replace(known, last_step=step)
            return True

    def confirm_factor(self, user: UserId, at: datetime, recovery: Sequence[bytes]) -> None:
        with self._lock:
            if user in self._factors:
                self._factors[user] = replace(self._factors[user], confirmed_at=at)
            self._codes[user] = set(recovery)

    def use_recovery(self, user: UserId, code_hash: bytes) -> bool:
        with self._lock:
            codes = self._codes.get(user, set())
            found = code_hash in codes
            codes.discard(code_hash)
            return found

    def recovery_left(self, user: UserId) -> int:
        return len(self._codes.get(user, ()))

    def forget_factor(self, user: UserId) -> bool:
        with self._lock:
            self._codes.pop(user, None)
            return self._factors.pop(user, None) is not None


class MemoryBindings:
    """Bindings that are gone with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._bindings: list[Binding] = []

    def bind(self, wanted: Binding) -> Sequence[Binding]:
        with self._lock:
            found = [
                one
                for one in self._bindings
                if one.issuer == wanted.issuer
                and (one.user == wanted.user or one.subject == wanted.subject)
            ]
            if not found:
                self._bindings.append(wanted)
            return found

    def bindings(self, user: UserId | None = None) -> Sequence[Binding]:
        found = [one for one in self._bindings if user in (None, one.user)]
        return sorted(found, key=lambda one: (one.user, one.issuer))

    def unbind(self, user: UserId) -> int:
        with self._lock:
            kept = [one for one in self._bindings if one.user != user]
            dropped = len(self._bindings) - len(kept)
            self._bindings = kept
            return dropped
