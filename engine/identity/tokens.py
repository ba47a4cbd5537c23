"""Personal tokens for programs: made, shown once, found by their hash, revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from engine.access import AccessStore, TokenRow
from engine.access_log import AccessLog
from engine.core.ids import UserId
from engine.core.people import Person
from engine.core.policy import Scope
from engine.doors import NOWHERE, Entry, Origin
from engine.errors import InvalidCommand, NotFound
from engine.identity.live import LiveOrganisation
from engine.identity.organisation import Organisation
from engine.ports import Clock

PREFIX: Final = "gcp_"
"""Begins every token, so that one that leaks is recognised."""
MAX_DAYS: Final = 366
MAX_TOKENS: Final = 50
MAX_NAME: Final = 100
TOUCH: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token that was just made: the only moment at which its secret is known."""

    row: TokenRow
    secret: str


class Tokens:
    """The personal tokens of people who work here; who has left has none that opens anything."""

    def __init__(
        self,
        store: AccessStore,
        organisation: Organisation | LiveOrganisation,
        clock: Clock,
        log: AccessLog,
    ) -> None:
        self._store, self._log = store, log
        self._organisation = organisation
        self._clock = clock

    def create(
        self,
        user: UserId,
        name: str,
        scopes: Sequence[str],
        days: int,
        origin: Origin = NOWHERE,
    ) -> NewToken:
        """A new token. Raises InvalidCommand for what it may not be."""
        self._check(user, name, days)
        wanted = _scopes(scopes)
        now, secret = self._clock.now(), PREFIX + secrets.token_urlsafe(32)
        row = TokenRow(
            id=secrets.token_hex(8),
            user=user,
            name=name.strip(),
            token_hash=_digest(secret),
            scopes=wanted,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        self._store.add_token(row)
        self._log.note(Entry.TOKEN_MADE, user, origin, detail=f"{row.id} {','.join(wanted)}")
        return NewToken(row=row, secret=secret)

    def find(self, secret: str) -> tuple[Person, TokenRow] | None:
        """Whose it is: None when it is unknown, revoked or over, or the person has left."""
        row, now = self._store.token(_digest(secret)), self._clock.now()
        if row is None or not _is_good(row) or row.expires_at <= now:
            return None
        person = self._organisation.person(row.user)
        if person is None or not self._organisation.is_active(row.user):
            return None
        if row.last_used_at is None or now - row.last_used_at >= TOUCH:
            self._store.use_token(row.id, now)
        return person, row

    def of(self, user: UserId) -> Sequence[TokenRow]:
        """The person's tokens, newest first, also those that are over."""
        return self._store.tokens_of(user)

    def revoke(self, user: UserId, token_id: str, origin: Origin = NOWHERE) -> None:
        """End one token. Raises NotFound, for another person's token too."""
        if not self._store.revoke_tokens(user, self._clock.now(), token_id):
            raise NotFound(f"没有令牌 {token_id}", f"Expected a token of yours, got {token_id!r}")
        self._log.note(Entry.TOKEN_REVOKED, user, origin, detail=token_id)

    def revoke_all(self, user: UserId, by: str | None = None) -> int:
        """End all tokens of a person; how many there were."""
        count = self._store.revoke_tokens(user, self._clock.now())
        if count:
            self._log.note(Entry.TOKEN_REVOKED, user, by=by, detail=f"all: {count}")
        return count

    def _check(self, user: UserId, name: str, days: int) -> None:
        if not self._organisation.is_active(user):
            raise InvalidCommand(f"没有人员 {user}", f"Expected a person, got {user!r}")
        if not 1 <= len(name.strip()) <= MAX_NAME or not name.isprintable():
            raise InvalidCommand(
                f"令牌名称应为 1 到 {MAX_NAME} 个字符",
                f"Expected a name of 1 to {MAX_NAME} printable characters",
            )
        if not 1 <= days <= MAX_DAYS:
            raise InvalidCommand(
                f"有效期应为 1 到 {MAX_DAYS} 天", f"Expected 1 to {MAX_DAYS} days, got {days}"
            )
        if sum(_is_good(row) for row in self._store.tokens_of(user)) >= MAX_TOKENS:
            raise InvalidCommand(
                f"最多 {MAX_TOKENS} 个令牌，请先撤销不用的",
                f"Expected at most {MAX_TOKENS} tokens; revoke what is not used",
            )


def _scopes(asked: Sequence[str]) -> tuple[str, ...]:
    known = [str(scope) for scope in Scope]
    unknown = sorted(set(asked) - set(known))
    if unknown or not asked:
        raise InvalidCommand(
            f"权限范围应为 {'、'.join(known)} 中的一个或几个",
            f"Expected one or more of the scopes {', '.join(known)}, got {unknown or 'none'}",
        )
    return tuple(scope for scope in known if scope in asked)


def _is_good(row: TokenRow) -> bool:
    return row.revoked_at is None


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
