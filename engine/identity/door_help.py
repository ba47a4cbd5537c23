"""What an administrator does for somebody who cannot come in, or must not; always recorded."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from engine.access import TokenRow
from engine.access_log import AccessLog
from engine.core import policy
from engine.core.ids import UserId
from engine.core.people import Person
from engine.doors import Act, Bindings, Entry, FactorState, Origin
from engine.errors import InvalidCommand, NotPermitted, Text
from engine.identity.accounts import Accounts, OpenSession
from engine.identity.second_factor import SecondFactors
from engine.identity.tokens import Tokens
from engine.ports import Clock

ONCE_LIFE: Final = timedelta(hours=24)
"""How long a one-time password waits for its person."""
MAX_REASON: Final = 500
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what is taken for something else when it is read out."""
_GROUPS, _LENGTH = 4, 4  # 79 bits


NAMES: Final[Mapping[Act, Text]] = {
    Act.ONE_TIME_PASSWORD: Text(zh="给一次性密码", en="one-time password given"),
    Act.UNLOCK: Text(zh="解除限次", en="unlocked"),
    Act.RESET_SECOND_FACTOR: Text(zh="取消两步登录", en="second factor reset"),
    Act.END_SESSIONS: Text(zh="结束会话", en="sessions ended"),
    Act.REVOKE_TOKENS: Text(zh="撤销令牌", en="tokens revoked"),
    Act.UNBIND: Text(zh="解除统一身份", en="outside identity unbound"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """What was done: how many were ended, and a password that is shown this once."""

    count: int = 0
    password: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTheDoor:
    """How it stands with a person's ways in."""

    has_password: bool
    once_until: datetime | None
    locked: bool
    factor: FactorState
    sessions: tuple[OpenSession, ...]
    tokens: tuple[TokenRow, ...]
    bound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorTools:
    """What helping needs. `note` appends a line to the log of the organisation."""

    accounts: Accounts
    factors: SecondFactors
    tokens: Tokens
    bindings: Bindings
    log: AccessLog
    clock: Clock
    note: Callable[[str, Person], object]


class DoorHelp:
    """Each act is in the log of the organisation before it takes effect."""

    def __init__(self, tools: DoorTools) -> None:
        self._tools = tools

    def state(self, person: Person) -> AtTheDoor:
        """Everything that an administrator looks at before helping."""
        tools, user, now = self._tools, person.id, self._tools.clock.now()
        good = (one for one in tools.tokens.of(user) if not one.revoked_at and one.expires_at > now)
        return AtTheDoor(
            has_password=tools.accounts.has_password(user),
            once_until=tools.accounts.once_until(user),
            locked=tools.accounts.is_locked(user) or tools.factors.is_locked(user),
            factor=tools.factors.state(person),
            sessions=tuple(tools.accounts.sessions_of(user)),
            tokens=tuple(good),
            bound=bool(tools.bindings.bindings(user)),
        )

    def act(self, act: Act, user: UserId, why: str, by: tuple[Person, Origin]) -> Helped:
        """Do it now. Raises NotPermitted to who is no administrator or would help themselves,
        InvalidCommand without a reason or for somebody who has left."""
        actor, origin = by
        reason = " ".join(why.split())
        if not policy.may_change_people(actor):
            raise NotPermitted("只有管理员可以办理", "Expected an administrator")
        if actor.id == user:
            raise NotPermitted(
                "自己的登录请在“登录与安全”里办理",
                "Expected another person: see your own settings",
            )
        if not 1 <= len(reason) <= MAX_REASON:
            raise InvalidCommand("请写明原因", f"Expected a reason of 1 to {MAX_REASON} characters")
        if act is Act.ONE_TIME_PASSWORD:
            self._tools.accounts.refuse_absent(user)
        name = NAMES[act]
        self._tools.note(f"{name.zh} / {name.en}: {user} · {reason}", actor)
        return self._done(act, user, (actor, origin, reason))

    def _done(self, act: Act, user: UserId, facts: tuple[Person, Origin, str]) -> Helped:
        tools, (actor, origin, reason) = self._tools, facts
        match act:
            case Act.ONE_TIME_PASSWORD:
                return self._give_once(user, facts)
            case Act.UNLOCK:
                tools.accounts.unlock(user)
                tools.factors.unlock(user)
                tools.log.note(Entry.UNLOCKED, user, origin, by=actor.id, detail=reason)
                return Helped()
            case Act.RESET_SECOND_FACTOR:
                had = tools.factors.reset(user, actor.id)
                tools.accounts.end_all(user, origin, actor.id)
                return Helped(count=int(had))
            case Act.END_SESSIONS:
                return Helped(count=tools.accounts.end_all(user, origin, actor.id))
            case Act.REVOKE_TOKENS:
                return Helped(count=tools.tokens.revoke_all(user, actor.id))
            case Act.UNBIND:
                count = tools.bindings.unbind(user)
                tools.log.note(Entry.IDENTITY_UNBOUND, user, origin, by=actor.id)
                tools.accounts.end_all(user, origin, actor.id)
                return Helped(count=count)

    def _give_once(self, user: UserId, facts: tuple[Person, Origin, str]) -> Helped:
        tools, (actor, origin, reason) = self._tools, facts
        password = "-".join(
            "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(_GROUPS)
        )
        until = tools.clock.now() + ONCE_LIFE
        tools.accounts.give_once(user, password, until)
        tools.accounts.unlock(user)
        tools.log.note(Entry.ONCE_GIVEN, user, origin, by=actor.id, detail=reason)
        return Helped(password=password, until=until)
