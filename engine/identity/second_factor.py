"""The second factor of local logins: enrolment, codes that are accepted once, recovery codes."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from engine.access_log import AccessLog
from engine.core import policy
from engine.core.ids import UserId
from engine.core.people import Person
from engine.doors import (
    PASSWORD,
    TWO_FACTORS,
    Entry,
    Factor,
    Factors,
    FactorState,
    Origin,
    Required,
)
from engine.errors import CommandRejected, InvalidState, NotPermitted
from engine.identity import totp
from engine.ports import Clock, IdentityStore

ISSUER: Final = "规程 Guicheng"
RECOVERY_CODES: Final = 10
RECOVERY_BYTES: Final = 15  # 120 bits: a plain hash is enough for what cannot be guessed
MAX_FAILURES: Final = 5
WINDOW: Final = timedelta(minutes=15)
UNCONFIRMED: Final = timedelta(minutes=15)


class CodeNeeded(CommandRejected):
    """The password fits; the code of the authenticator is asked for."""

    kind = "second-factor-needed"

    def __init__(self) -> None:
        super().__init__("请输入身份验证器上的动态码", "Expected the code of your authenticator")


class WrongCode(CommandRejected):
    """The code does not fit, or was used before."""

    kind = "wrong-code"

    def __init__(self) -> None:
        super().__init__(
            "动态码不正确或已用过，请等下一个", "Expected a code that fits and was not used before"
        )


class TooManyCodes(CommandRejected):
    """Guessing of codes is slowed down; nothing was checked."""

    kind = "too-many-attempts"

    def __init__(self) -> None:
        minutes = int(WINDOW.total_seconds() // 60)
        super().__init__(
            f"动态码错误次数过多，请 {minutes} 分钟后再试",
            f"Too many wrong codes; try again in {minutes} minutes",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What the authenticator takes over: the only moment at which the secret is shown."""

    secret: str
    address: str


class SecondFactors:
    """Authenticators of people who log in with a password here."""

    def __init__(
        self,
        stores: tuple[Factors, IdentityStore],
        clock: Clock,
        log: AccessLog,
        required: Required,
    ) -> None:
        self._factors, self._identity = stores
        self._clock, self._log, self._required = clock, log, required

    def is_required_of(self, person: Person) -> bool:
        """Whether the settings ask it of this person."""
        if self._required is Required.ADMINISTRATORS:
            return policy.may_administer(person)
        return self._required is Required.EVERYBODY

    def state(self, person: Person) -> FactorState:
        """How it stands with the person's own."""
        factor = self._confirmed(person.id)
        return FactorState(
            confirmed_at=factor.confirmed_at if factor else None,
            required=self.is_required_of(person),
            recovery_left=self._factors.recovery_left(person.id) if factor else 0,
        )

    def prove(self, user: UserId, code: str, origin: Origin) -> str:
        """How the person has proved who they are, once the password fits. Raises CodeNeeded,
        WrongCode, TooManyCodes."""
        factor = self._confirmed(user)
        if factor is None:
            return PASSWORD
        if not code.strip():
            raise CodeNeeded
        self._throttled(user, origin)
        if not (self._fits(factor, code) or self._recovers(user, code, origin)):
            self._failed(user, origin)
        self._identity.forget_failures(key=_key(user))
        return TWO_FACTORS

    def begin(self, person: Person) -> Enrolment:
        """A new authenticator, which counts for nothing until `confirm`. Raises InvalidState when
        the person has one."""
        if self._confirmed(person.id):
            raise InvalidState("已经启用，请先停用", "Expected no second factor; end it first")
        secret = secrets.token_bytes(totp.SECRET_BYTES)
        factor = Factor(user=person.id, secret=secret, made_at=self._clock.now())
        self._factors.keep_factor(factor)
        address = totp.address(secret, person.id, ISSUER)
        return Enrolment(secret=totp.typed(secret), address=address)

    def confirm(self, person: Person, code: str, origin: Origin) -> tuple[str, ...]:
        """The authenticator counts from now on; its recovery codes, shown once. Raises
        InvalidState, WrongCode, TooManyCodes."""
        factor = self._factors.factor(person.id)
        fresh = factor is not None and self._clock.now() - factor.made_at < UNCONFIRMED
        if factor is None or factor.confirmed_at or not fresh:
            raise InvalidState(
                "请重新开始启用", "Expected a second factor that was begun minutes ago"
            )
        self._throttled(person.id, origin)
        if not self._fits(factor, code):
            self._failed(person.id, origin)
        codes = self._renewed(person.id)
        self._log.note(Entry.FACTOR_ON, person.id, origin)
        return codes

    def renew_recovery(self, person: Person, origin: Origin) -> tuple[str, ...]:
        """New recovery codes; the earlier ones open nothing any more. Raises InvalidState."""
        if self._confirmed(person.id) is None:
            raise InvalidState("没有启用两步登录", "Expected a second factor")
        codes = self._renewed(person.id)
        self._log.note(Entry.RECOVERY_RENEWED, person.id, origin)
        return codes

    def end(self, person: Person, origin: Origin) -> None:
        """Go without. Raises NotPermitted where the settings require it."""
        if self.is_required_of(person):
            raise NotPermitted("本系统要求您使用两步登录", "Expected a second factor of you")
        if self._factors.forget_factor(person.id):
            self._log.note(Entry.FACTOR_OFF, person.id, origin)

    def reset(self, user: UserId, by: str) -> bool:
        """Forget what the person has lost; whether there was anything."""
        found = self._factors.forget_factor(user)
        if found:
            self._log.note(Entry.FACTOR_OFF, user, by=by, detail="reset")
        return found

    def unlock(self, user: UserId) -> None:
        """Forget the person's wrong codes."""
        self._identity.forget_failures(key=_key(user))

    def is_locked(self, user: UserId) -> bool:
        """Whether codes of the person are slowed down."""
        key = _key(user)
        found = self._identity.failures([key], self._clock.now() - WINDOW)
        return found.get(key, 0) >= MAX_FAILURES

    def forget(self, user: UserId) -> None:
        """The person has left."""
        self._factors.forget_factor(user)

    def _confirmed(self, user: UserId) -> Factor | None:
        factor = self._factors.factor(user)
        return factor if factor and factor.confirmed_at else None

    def _fits(self, factor: Factor, code: str) -> bool:
        given = "".join(code.split())
        step = totp.fitting_step(factor.secret, given, self._clock.now())
        return step is not None and self._factors.use_step(factor.user, step)

    def _recovers(self, user: UserId, code: str, origin: Origin) -> bool:
        if not self._factors.use_recovery(user, _hash(code)):
            return False
        left = self._factors.recovery_left(user)
        self._log.note(Entry.RECOVERY_USED, user, origin, detail=f"{left} left")
        return True

    def _renewed(self, user: UserId) -> tuple[str, ...]:
        codes = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
        self._factors.confirm_factor(user, self._clock.now(), [_hash(code) for code in codes])
        return codes

    def _throttled(self, user: UserId, origin: Origin) -> None:
        if self.is_locked(user):
            self._log.note(Entry.THROTTLED, user, origin, detail="code")
            raise TooManyCodes

    def _failed(self, user: UserId, origin: Origin) -> None:
        self._identity.add_failure([_key(user)], self._clock.now())
        self._log.note(Entry.CODE_FAILED, user, origin)
        raise WrongCode


def _recovery_code() -> str:
    text = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode("ascii").lower()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _hash(code: str) -> bytes:
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(plain.encode("utf-8", "replace")).digest()


def _key(user: UserId) -> str:
    """Of one person, from wherever: who is asked for a code knows the password already."""
    return f"code:{hashlib.sha256(user.encode('utf-8', 'replace')).hexdigest()[:32]}"
