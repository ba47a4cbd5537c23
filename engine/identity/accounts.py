"""Logging in and out: passwords, sessions, and the slowing down of guessing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from engine.core.ids import UserId
from engine.core.people import Person
from engine.errors import CommandRejected, InvalidCommand
from engine.identity.passwords import Passwords
from engine.identity.resolve import NamedDirectory
from engine.ports import Clock, IdentityStore
from engine.views import SessionRow

SESSION_LIFE: Final = timedelta(hours=12)
SESSION_IDLE: Final = timedelta(hours=2)
TOUCH: Final = timedelta(minutes=5)
"""How exactly the last use of a session is written down: reading must not write each time."""
WINDOW: Final = timedelta(minutes=15)
MAX_FAILURES: Final = {"pair": 5, "login": 50, "address": 50}
"""Failed logins within the window: of one login from one address, of one login, of one address."""


class WrongPassword(CommandRejected):
    """Login or password do not fit; which of the two is not said."""

    kind = "not-signed-in"

    def __init__(self) -> None:
        super().__init__("登录名或密码不正确", "Expected a known login with its password")


class TooManyAttempts(CommandRejected):
    """Guessing is slowed down; nothing was checked."""

    kind = "too-many-attempts"

    def __init__(self) -> None:
        minutes = int(WINDOW.total_seconds() // 60)
        super().__init__(
            f"登录失败次数过多,请 {minutes} 分钟后再试",
            f"Too many failed logins; try again in {minutes} minutes",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A person who is logged in. `csrf_token` follows from the secret token alone."""

    person: Person
    token: str
    csrf_token: str

    def is_csrf_token(self, sent: str) -> bool:
        """Whether the header carries this session's token."""
        return hmac.compare_digest(sent.encode(), self.csrf_token.encode())


class Accounts:
    """Local users. The organisation says who exists, the store keeps what only they know."""

    def __init__(
        self,
        store: IdentityStore,
        organisation: NamedDirectory,
        clock: Clock,
        passwords: Passwords | None = None,
    ) -> None:
        self._store = store
        self._organisation = organisation
        self._clock = clock
        self._passwords = passwords or Passwords()

    def set_password(self, login: str, password: str) -> None:
        """Give a person a password; their sessions end. Raises InvalidCommand."""
        person = self._active(login)
        if person is None:
            raise InvalidCommand(f"没有人员 {login}", f"Expected a person, got {login!r}")
        words = (login, person.name, person.name_en, *person.name_en.split())
        self._store.set_password_hash(person.id, self._passwords.encode(password, words))

    def revoke(self, user: UserId) -> None:
        """End every session of a person who has left, and forget the password."""
        self._store.forget_person(user)

    def has_password(self, login: str) -> bool:
        """Whether the person can log in with a password."""
        return self._store.password_hash(UserId(login)) is not None

    def log_in(self, login: str, password: str, address: str) -> Session:
        """Open a session. Raises WrongPassword, or TooManyAttempts without looking."""
        return self.open(self._checked(login, password, address))

    def change_password(self, session: Session, old: str, new: str, address: str) -> Session:
        """Give oneself a new password: every session ends, and a new one begins.

        Raises WrongPassword, TooManyAttempts, or InvalidCommand for the new one.
        """
        person = self._checked(session.person.id, old, address)
        self.set_password(person.id, new)
        return self.open(person)

    def _checked(self, login: str, password: str, address: str) -> Person:
        keys = _keys(login, address)
        now = self._clock.now()
        found = self._store.failures(list(keys.values()), now - WINDOW)
        if any(found.get(key, 0) >= MAX_FAILURES[kind] for kind, key in keys.items()):
            raise TooManyAttempts
        person = self._active(login)
        encoded = self._store.password_hash(person.id) if person else None
        if not self._passwords.is_right(password, encoded) or person is None:
            self._store.add_failure(list(keys.values()), now)
            raise WrongPassword
        self._store.forget_failures(key=keys["pair"])
        self._store.forget_failures(before=now - WINDOW)
        return person

    def find(self, token: str) -> Session | None:
        """The session of a token: None when it is unknown or over, or the person has left."""
        row, now = self._store.session(_digest(token)), self._clock.now()
        if row is None or now >= min(row.expires_at, row.seen_at + SESSION_IDLE):
            return None
        person = self._active(row.user)
        if person is None:
            return None
        if now - row.seen_at >= TOUCH:
            self._store.touch_session(row.token_hash, now)
        return _session(self._organisation.with_offices(with_roles(person, row.roles)), token)

    def log_out(self, token: str) -> None:
        """End the session, if there is one."""
        self._store.end_session(_digest(token))

    def _active(self, login: str) -> Person | None:
        user = UserId(login)
        return self._organisation.person(user) if self._organisation.is_active(user) else None

    def open(self, person: Person, roles: Sequence[str] = ()) -> Session:
        """A new session of somebody whose identity has been checked, with roles for it alone."""
        now, token = self._clock.now(), secrets.token_urlsafe(32)
        self._store.end_expired(now)
        self._store.add_session(
            SessionRow(
                token_hash=_digest(token),
                user=person.id,
                created_at=now,
                expires_at=now + SESSION_LIFE,
                seen_at=now,
                roles=tuple(roles),
            )
        )
        return _session(self._organisation.with_offices(with_roles(person, roles)), token)


def with_roles(person: Person, roles: Sequence[str]) -> Person:
    """The person with these roles too."""
    return replace(person, roles=tuple(dict.fromkeys((*person.roles, *roles)))) if roles else person


def _session(person: Person, token: str) -> Session:
    csrf = hmac.new(token.encode(), b"guicheng csrf", hashlib.sha256).hexdigest()
    return Session(person=person, token=token, csrf_token=csrf)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _keys(login: str, address: str) -> dict[str, str]:
    who = hashlib.sha256(login.encode("utf-8", "replace")).hexdigest()[:32]
    return {
        "pair": f"pair:{who}:{address}",
        "login": f"login:{who}",
        "address": f"address:{address}",
    }
