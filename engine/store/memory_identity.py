"""The in-memory twin of the identity tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock

from engine.core.ids import UserId
from engine.views import SessionRow


class MemoryIdentity:
    """An IdentityStore that is gone with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hashes: dict[UserId, str] = {}
        self._once: dict[UserId, datetime | None] = {}
        self._sessions: dict[bytes, SessionRow] = {}
        self._failures: list[tuple[str, datetime]] = []

    def password_hash(self, user: UserId) -> str | None:
        return self._hashes.get(user)

    def once_until(self, user: UserId) -> datetime | None:
        return self._once.get(user)

    def set_password_hash(
        self, user: UserId, encoded: str, once_until: datetime | None = None
    ) -> None:
        with self._lock:
            self._hashes[user] = encoded
            self._once[user] = once_until
            self._sessions = {k: s for k, s in self._sessions.items() if s.user != user}

    def forget_person(self, user: UserId) -> None:
        with self._lock:
            self._hashes.pop(user, None)
            self._once.pop(user, None)
            self._sessions = {k: s for k, s in self._sessions.items() if s.user != user}

    def add_session(self, session: SessionRow) -> None:
        with self._lock:
            self._sessions[session.token_hash] = session

    def session(self, token_hash: bytes) -> SessionRow | None:
        return self._sessions.get(token_hash)

    def touch_session(self, token_hash: bytes, at: datetime) -> None:
        with self._lock:
            if token_hash in self._sessions:
                self._sessions[token_hash] = replace(self._sessions[token_hash], seen_at=at)

    def end_session(self, token_hash: bytes) -> None:
        with self._lock:
            self._sessions.pop(token_hash, None)

    def sessions_of(self, user: UserId) -> Sequence[SessionRow]:
        with self._lock:
            return [row for row in self._sessions.values() if row.user == user]

    def end_sessions(self, user: UserId, *, but: bytes | None = None) -> None:
        with self._lock:
            self._sessions = {k: s for k, s in self._sessions.items() if s.user != user or k == but}

    def end_expired(self, now: datetime) -> None:
        with self._lock:
            self._sessions = {k: s for k, s in self._sessions.items() if s.expires_at > now}

    def add_failure(self, keys: Sequence[str], at: datetime) -> None:
        with self._lock:
            self._failures += [(key, at) for key in keys]

    def failures(self, keys: Sequence[str], since: datetime) -> Mapping[str, int]:
        return self._counted(lambda key: key in keys, since)

    def failures_under(self, prefix: str, since: datetime) -> Mapping[str, int]:
        return self._counted(lambda key: key.startswith(prefix), since)

    def _counted(self, is_meant: Callable[[str], bool], since: datetime) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for key, at in self._failures:
            if is_meant(key) and at >= since:
                found[key] = found.get(key, 0) + 1
        return found

    def forget_failures(
        self, *, key: str | None = None, before: datetime | None = None, prefix: str | None = None
    ) -> None:
        with self._lock:
            self._failures = [
                (known, at)
                for known, at in self._failures
                if not (
                    known == key
                    or (before is not None and at < before)
                    or (prefix is not None and known.startswith(prefix))
                )
            ]
