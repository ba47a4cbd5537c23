"""The in-memory twin of the access tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock

from engine.access import LoginFlow, Newcomer, TokenRow, UploadRow
from engine.core.ids import Digest, UserId


class MemoryAccess:
    """An AccessStore that is gone with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._uploads: dict[tuple[Digest, UserId], UploadRow] = {}
        self._tokens: dict[str, TokenRow] = {}
        self._flows: dict[bytes, LoginFlow] = {}
        self._newcomers: dict[tuple[str, str], Newcomer] = {}

    def add_upload(self, row: UploadRow) -> None:
        with self._lock:
            self._uploads.setdefault((row.digest, row.owner), row)

    def uploaded(self, owner: UserId, digests: Iterable[Digest]) -> frozenset[Digest]:
        return frozenset(digest for digest in digests if (digest, owner) in self._uploads)

    def upload(self, owner: UserId, digest: Digest) -> UploadRow | None:
        return self._uploads.get((digest, owner))

    def add_token(self, row: TokenRow) -> None:
        with self._lock:
            self._tokens[row.id] = row

    def token(self, token_hash: bytes) -> TokenRow | None:
        with self._lock:
            known = list(self._tokens.values())
        return next((row for row in known if row.token_hash == token_hash), None)

    def tokens_of(self, user: UserId) -> Sequence[TokenRow]:
        with self._lock:
            own = [row for row in self._tokens.values() if row.user == user]
        return sorted(own, key=lambda row: (row.created_at, row.id), reverse=True)

    def use_token(self, token_id: str, at: datetime) -> None:
        with self._lock:
            if token_id in self._tokens:
                self._tokens[token_id] = replace(self._tokens[token_id], last_used_at=at)

    def revoke_tokens(self, user: UserId, at: datetime, token_id: str | None = None) -> int:
        with self._lock:
            good = [
                row
                for row in self._tokens.values()
                if row.user == user and row.revoked_at is None and token_id in (None, row.id)
            ]
            self._tokens.update({row.id: replace(row, revoked_at=at) for row in good})
        return len(good)

    def add_flow(self, flow: LoginFlow) -> None:
        with self._lock:
            self._flows[flow.state_hash] = flow

    def take_flow(self, state_hash: bytes) -> LoginFlow | None:
        with self._lock:
            return self._flows.pop(state_hash, None)

    def add_newcomer(self, newcomer: Newcomer) -> None:
        with self._lock:
            self._newcomers.setdefault((newcomer.issuer, newcomer.subject), newcomer)

    def newcomers(self) -> Sequence[Newcomer]:
        with self._lock:
            return sorted(self._newcomers.values(), key=lambda n: (n.at, n.issuer, n.subject))
