"""What the doors know of who comes in: from where, with which proof, and what is noted of it.

The rows are plain data; the protocols are the ports that `engine.store` implements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from engine.core.ids import UserId

PASSWORD: Final = "password"  # noqa: S105 -- the name of a way in
TWO_FACTORS: Final = "password+code"
OUTSIDE: Final = "oidc"
ONCE: Final = "one-time-password"
"""With a password that an administrator gave: nothing is open before it is changed."""
ONCE_AND_CODE: Final = "one-time-password+code"
LASTING: Final = {ONCE: PASSWORD, ONCE_AND_CODE: TWO_FACTORS}
"""What such a session becomes once the person has a password of their own."""
KEPT_DAYS: Final = 190
"""Chinese law asks for six months of such logs; what is not needed is not kept longer."""


class Required(StrEnum):
    """Of whom a second factor is required beside the password."""

    NOBODY = "nobody"
    ADMINISTRATORS = "administrators"
    EVERYBODY = "everybody"


class Entry(StrEnum):
    """What is noted. Stored values are never renamed."""

    LOGGED_IN = "logged-in"
    LOGIN_FAILED = "login-failed"
    CODE_FAILED = "code-failed"
    THROTTLED = "throttled"
    LOGGED_OUT = "logged-out"
    SESSION_ENDED = "session-ended"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 -- names of entries, not secrets
    TOKEN_MADE = "token-made"  # noqa: S105
    TOKEN_REVOKED = "token-revoked"  # noqa: S105
    TOKEN_REFUSED = "token-refused"  # noqa: S105
    OUT_OF_SCOPE = "out-of-scope"
    RIGHT_REFUSED = "right-refused"
    HIDDEN = "unknown-or-hidden"
    FORGED = "csrf-refused"
    FACTOR_ON = "second-factor-on"
    FACTOR_OFF = "second-factor-off"
    RECOVERY_USED = "recovery-code-used"
    RECOVERY_RENEWED = "recovery-codes-renewed"
    IDENTITY_BOUND = "identity-bound"
    IDENTITY_REFUSED = "identity-refused"
    IDENTITY_UNBOUND = "identity-unbound"
    ONCE_GIVEN = "one-time-password-given"
    UNLOCKED = "unlocked"
    LOG_VERIFIED = "log-verified"
    LOG_DAMAGED = "log-damaged"


class Act(StrEnum):
    """What an administrator can do for somebody at the door."""

    ONE_TIME_PASSWORD = "one-time-password"  # noqa: S105 -- the name of an act
    UNLOCK = "unlock"
    RESET_SECOND_FACTOR = "reset-second-factor"
    END_SESSIONS = "end-sessions"
    REVOKE_TOKENS = "revoke-tokens"
    UNBIND = "unbind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a request comes from: the address, and the browser as it calls itself."""

    address: str = ""
    browser: str = ""


NOWHERE: Final = Origin()
"""The command line of the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorSettings:
    """What whoever runs the server decides about logging in."""

    second_factor: Required = Required.NOBODY
    log_days: int = KEPT_DAYS  # how long entries of the login log are kept


class Ways(Protocol):
    """What of the options is about logging in."""

    @property
    def quick_passwords(self) -> bool: ...
    @property
    def password_list(self) -> Path | None: ...
    @property
    def doors(self) -> DoorSettings: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEntry:
    """One entry of the login log. It never holds a password, a code or a token."""

    seq: int = 0
    at: datetime
    kind: Entry
    login: str  # whom it is about; empty when nobody has the login that was typed
    by: str  # who did it: the person, an administrator, or `system` at the command line
    address: str
    browser: str
    detail: str
    keep_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessQuery:
    """Which entries are wanted: newest first, those before an entry."""

    login: str = ""
    kind: str = ""
    since: datetime | None = None
    before: int | None = None
    limit: int = 50


class AccessEntries(Protocol):
    """The login log: entries are added, and dropped once their time is over; never changed."""

    def add_entry(self, entry: AccessEntry) -> None:
        """Durable when it returns; drops, in the same transaction, what is over by its time."""
        ...

    def entries(self, query: AccessQuery) -> Sequence[AccessEntry]:
        """Newest first, at most `limit`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A person's authenticator. It proves nothing until the first code has confirmed it."""

    user: UserId
    secret: bytes
    made_at: datetime
    confirmed_at: datetime | None = None
    last_step: int = 0  # of the last code that was accepted: no code is accepted twice


class Factors(Protocol):
    """Authenticators and recovery codes (of these the hashes alone)."""

    def factor(self, user: UserId) -> Factor | None: ...

    def keep_factor(self, factor: Factor) -> None:
        """Puts it in the place of an earlier one, and forgets the recovery codes."""
        ...

    def use_step(self, user: UserId, step: int) -> bool:
        """Remember the step of a code: False when it, or a later one, was used before. Of callers
        at the same time exactly one gets True."""
        ...

    def confirm_factor(self, user: UserId, at: datetime, recovery: Sequence[bytes]) -> None:
        """The authenticator counts from now on, with these recovery codes and no others."""
        ...

    def use_recovery(self, user: UserId, code_hash: bytes) -> bool:
        """Spend a recovery code; exactly one caller gets True."""
        ...

    def recovery_left(self, user: UserId) -> int: ...

    def forget_factor(self, user: UserId) -> bool:
        """Forget authenticator and codes; whether there was one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """That the provider's subject is this person: both are settled at the first login."""

    issuer: str
    subject: str
    user: UserId
    at: datetime


class Bindings(Protocol):
    """Who is who at the identity provider."""

    def bind(self, wanted: Binding) -> Sequence[Binding]:
        """Keep it unless the person or the subject is bound already; then those bindings."""
        ...

    def bindings(self, user: UserId | None = None) -> Sequence[Binding]:
        """Of one person or of all, by login."""
        ...

    def unbind(self, user: UserId) -> int:
        """Forget the person's bindings; how many there were."""
        ...


class DoorStores(NamedTuple):
    """Everything that the doors keep."""

    entries: AccessEntries
    factors: Factors
    bindings: Bindings


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorState:
    """How it stands with a person's second factor."""

    confirmed_at: datetime | None
    required: bool
    recovery_left: int
