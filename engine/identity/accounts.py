"""Logging in and out: passwords, sessions, and the slowing down of guessing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from engine.access_log import AccessLog
from engine.core.ids import UserId
from engine.core.people import Person
from engine.doors import (
    LASTING,
    NOWHERE,
    ONCE,
    ONCE_AND_CODE,
    PASSWORD,
    TWO_FACTORS,
    Entry,
    Origin,
)
from engine.errors import CommandRejected, InvalidCommand, NotFound
from engine.identity.passwords import Passwords
from engine.identity.resolve import NamedDirectory
from engine.identity.second_factor import SecondFactors
from engine.ports import Clock, IdentityStore
from engine.views import SessionRow

SESSION_LIFE: Final = timedelta(hours=12)
SESSION_IDLE: Final = timedelta(hours=2)
FRESH: Final = timedelta(minutes=10)
"""How long after logging in nobody is asked for their password again."""
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
            f"登录失败次数过多，请 {minutes} 分钟后再试",
            f"Too many failed logins; try again in {minutes} minutes",
        )


class PasswordOver(CommandRejected):
    """A one-time password was not changed in its time."""

    kind = "not-signed-in"

    def __init__(self) -> None:
        super().__init__(
            "一次性密码已过期，请管理员再给一个",
            "The one-time password is over; ask an administrator for another",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A person who is logged in. `csrf_token` follows from the secret token alone."""

    person: Person
    token: str
    csrf_token: str
    proof: str = PASSWORD  # how they have proved who they are, see engine.doors
    must_enrol: bool = False  # nothing is open to them before they have a second factor
    must_change: bool = False  # nor before a password that somebody gave them is changed

    def is_csrf_token(self, sent: str) -> bool:
        """Whether the header carries this session's token."""
        return hmac.compare_digest(sent.encode(), self.csrf_token.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """One open session of a person, as it is shown: its id opens nothing."""

    row: SessionRow
    current: bool

    @property
    def id(self) -> str:
        """Follows from the token's hash, and does not lead back to it."""
        return hashlib.sha256(b"session" + self.row.token_hash).hexdigest()[:16]


class Accounts:
    """Local users. The organisation says who exists, the store keeps what only they know."""

    def __init__(
        self,
        store: IdentityStore,
        organisation: NamedDirectory,
        clock: Clock,
        passwords: Passwords,
        doors: tuple[SecondFactors, AccessLog],
    ) -> None:
        self._store = store
        self._organisation = organisation
        self._clock = clock
        self._passwords = passwords
        self._factors, self._log = doors

    def set_password(self, login: str, password: str, by: str | None = None) -> None:
        """Give a person a password; their sessions end. Raises InvalidCommand."""
        self._give_password(login, password)
        self._log.note(Entry.PASSWORD_CHANGED, login, by=by)

    def refuse_absent(self, user: UserId) -> None:
        """Raises InvalidCommand unless the person works here."""
        self._present(user)

    def _present(self, login: str) -> Person:
        person = self._active(login)
        if person is None:
            raise InvalidCommand(f"没有人员 {login}", f"Expected a person, got {login!r}")
        return person

    def give_once(self, login: str, password: str, until: datetime) -> None:
        """A password that opens only the change of itself; sessions end. Raises InvalidCommand."""
        self._give_password(login, password, until)

    def _give_password(self, login: str, password: str, until: datetime | None = None) -> None:
        person = self._present(login)
        words = (login, person.name, person.name_en, *person.name_en.split())
        encoded = self._passwords.encode(password, words)
        self._store.set_password_hash(person.id, encoded, until)

    def revoke(self, user: UserId) -> None:
        """End every session of a person who has left, and forget the password."""
        self._store.forget_person(user)

    def has_password(self, login: str) -> bool:
        """Whether the person can log in with a password."""
        return self._store.password_hash(UserId(login)) is not None

    def once_until(self, user: UserId) -> datetime | None:
        """Until when a one-time password waits to be changed; None where there is none."""
        return self._store.once_until(user)

    def is_locked(self, user: UserId) -> bool:
        """Whether logins of the person are slowed down, from one address at least."""
        since, who = self._clock.now() - WINDOW, _who(user)
        pairs = self._store.failures_under(f"pair:{who}:", since)
        whole = self._store.failures([f"login:{who}"], since)
        return any(count >= MAX_FAILURES["pair"] for count in pairs.values()) or any(
            count >= MAX_FAILURES["login"] for count in whole.values()
        )

    def unlock(self, user: UserId) -> None:
        """Forget the person's failed logins, wherever they came from."""
        who = _who(user)
        self._store.forget_failures(key=f"login:{who}", prefix=f"pair:{who}:")

    def log_in(self, login: str, password: str, origin: Origin, code: str = "") -> Session:
        """Open a session. Raises WrongPassword, or TooManyAttempts without looking; CodeNeeded,
        WrongCode, TooManyCodes of who has a second factor."""
        person = self._checked(login, password, origin)
        proof = self._factors.prove(person.id, code, origin)
        return self.open(person, origin, self._once(person, proof))

    def _once(self, person: Person, proof: str) -> str:
        """The proof, marked where the password is to be changed. Raises PasswordOver."""
        until = self._store.once_until(person.id)
        if until is None:
            return proof
        if until <= self._clock.now():
            raise PasswordOver
        return ONCE_AND_CODE if proof == TWO_FACTORS else ONCE

    def change_password(self, session: Session, old: str, new: str, origin: Origin) -> Session:
        """Give oneself a new password: every session ends, and a new one begins.

        Raises WrongPassword, TooManyAttempts, or InvalidCommand for the new one.
        """
        person = self._checked(session.person.id, old, origin)
        if session.must_change and new == old:
            raise InvalidCommand("请换一个新密码", "Expected another password than the given one")
        self._give_password(person.id, new)
        self._log.note(Entry.PASSWORD_CHANGED, person.id, origin)
        return self._begun(person, origin, LASTING.get(session.proof, session.proof))

    def proved_anew(self, session: Session, password: str, code: str, origin: Origin) -> None:
        """Whoever changes how they log in proves once more who they are: with the password, and
        the code where there is one. Raises what `log_in` raises."""
        self._checked(session.person.id, password, origin)
        self._factors.prove(session.person.id, code, origin)

    def renewed(self, session: Session, origin: Origin, proof: str) -> Session:
        """A new session in the place of this one and of every other of the person."""
        self._store.end_sessions(session.person.id)
        return self._begun(session.person, origin, proof)

    def _checked(self, login: str, password: str, origin: Origin) -> Person:
        keys = _keys(login, origin.address)
        now = self._clock.now()
        found = self._store.failures(list(keys.values()), now - WINDOW)
        person = self._active(login)
        known = person.id if person else ""  # never what was typed: it may be a password
        if any(found.get(key, 0) >= MAX_FAILURES[kind] for kind, key in keys.items()):
            self._log.note(Entry.THROTTLED, known, origin)
            raise TooManyAttempts
        encoded = self._store.password_hash(person.id) if person else None
        if not self._passwords.is_right(password, encoded) or person is None:
            self._store.add_failure(list(keys.values()), now)
            self._log.note(Entry.LOGIN_FAILED, known, origin)
            raise WrongPassword
        self._store.forget_failures(key=keys["pair"])
        self._store.forget_failures(before=now - WINDOW)
        return person

    def find(self, token: str) -> Session | None:
        """The session of a token: None when it is unknown or over, or the person has left."""
        row, now = self._store.session(_digest(token)), self._clock.now()
        if row is None or not _is_on(row, now):
            return None
        person = self._active(row.user)
        if person is None:
            return None
        if now - row.seen_at >= TOUCH:
            self._store.touch_session(row.token_hash, now)
        return self._session(with_roles(person, row.roles), token, row.proof)

    def log_out(self, token: str, origin: Origin = NOWHERE) -> None:
        """End the session, if there is one."""
        row = self._store.session(_digest(token)) if token else None
        if row is not None:
            self._store.end_session(row.token_hash)
            self._log.note(Entry.LOGGED_OUT, row.user, origin, by=row.user)

    # -- the person's sessions --------------------------------------------------------------------

    def sessions_of(self, user: UserId, token: str = "") -> list[OpenSession]:
        """Those that are open, the last used first; the one with the token is marked."""
        now, own = self._clock.now(), _digest(token)
        rows = [row for row in self._store.sessions_of(user) if _is_on(row, now)]
        rows.sort(key=lambda row: (row.seen_at, row.created_at), reverse=True)
        return [OpenSession(row=row, current=row.token_hash == own) for row in rows]

    def is_fresh(self, token: str) -> bool:
        """Whether the session began so lately that nobody is asked for the password again."""
        row = self._store.session(_digest(token))
        return row is not None and self._clock.now() - row.created_at < FRESH

    def end_one(self, user: UserId, session_id: str, origin: Origin, by: str) -> None:
        """End one session of the person. Raises NotFound, for another person's too."""
        found = [one for one in self.sessions_of(user) if one.id == session_id]
        if not found:
            raise NotFound(f"没有会话 {session_id}", f"Expected a session, got {session_id!r}")
        self._store.end_session(found[0].row.token_hash)
        self._log.note(Entry.SESSION_ENDED, user, origin, by=by, detail=session_id)

    def end_all(self, user: UserId, origin: Origin, by: str, but: str = "") -> int:
        """End every session of the person but the one with this token; how many."""
        ended = [one for one in self.sessions_of(user, but) if not one.current]
        self._store.end_sessions(user, but=_digest(but) if but else None)
        if ended:
            self._log.note(Entry.SESSION_ENDED, user, origin, by=by, detail=f"{len(ended)}")
        return len(ended)

    # -- opening ----------------------------------------------------------------------------------

    def open(
        self, person: Person, origin: Origin, proof: str, roles: Sequence[str] = ()
    ) -> Session:
        """A new session of somebody whose identity has been checked, with roles for it alone."""
        session = self._begun(person, origin, proof, roles)
        self._log.note(Entry.LOGGED_IN, person.id, origin, detail=proof)
        return session

    def _begun(
        self, person: Person, origin: Origin, proof: str, roles: Sequence[str] = ()
    ) -> Session:
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
                address=origin.address,
                browser=origin.browser,
                proof=proof,
            )
        )
        return self._session(with_roles(person, roles), token, proof)

    def _session(self, person: Person, token: str, proof: str) -> Session:
        csrf = hmac.new(token.encode(), b"guicheng csrf", hashlib.sha256).hexdigest()
        return Session(
            person=self._organisation.with_offices(person),
            token=token,
            csrf_token=csrf,
            proof=proof,
            must_enrol=proof == PASSWORD and self._factors.is_required_of(person),
            must_change=proof in LASTING,
        )

    def _active(self, login: str) -> Person | None:
        user = UserId(login)
        return self._organisation.person(user) if self._organisation.is_active(user) else None


def with_roles(person: Person, roles: Sequence[str]) -> Person:
    """The person with these roles too."""
    return replace(person, roles=tuple(dict.fromkeys((*person.roles, *roles)))) if roles else person


def _is_on(row: SessionRow, now: datetime) -> bool:
    return now < min(row.expires_at, row.seen_at + SESSION_IDLE)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _who(login: str) -> str:
    return hashlib.sha256(login.encode("utf-8", "replace")).hexdigest()[:32]


def _keys(login: str, address: str) -> dict[str, str]:
    who = _who(login)
    return {
        "pair": f"pair:{who}:{address}",
        "login": f"login:{who}",
        "address": f"address:{address}",
    }
