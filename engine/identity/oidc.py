"""Logging in with an identity provider: OpenID Connect, authorization code with PKCE.

Authlib makes and checks the protocol's parts; this module decides who comes in, and as whom.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from engine.access import AccessStore, LoginFlow, Newcomer, OidcSettings
from engine.access_log import AccessLog
from engine.core.ids import UserId
from engine.core.people import Person
from engine.doors import OUTSIDE, Binding, Bindings, Entry, Origin
from engine.errors import CommandRejected, InvalidCommand
from engine.identity.accounts import Accounts, Session, with_roles
from engine.identity.live import LiveOrganisation
from engine.identity.oidc_provider import Provider
from engine.identity.organisation import Organisation
from engine.identity.separation import forbidden_pairs
from engine.ports import Clock

FLOW_LIFE: Final = timedelta(minutes=10)
HOME: Final = "/"
MAX_TARGET: Final = 1_000


class OutsideLoginRefused(CommandRejected):
    """The provider's answer, or the person it names, does not open a session."""

    kind = "not-signed-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcTools:
    """What logging in from outside works on."""

    store: AccessStore
    bindings: Bindings
    accounts: Accounts
    clock: Clock
    log: AccessLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Where the browser goes, and the secret state that it must bring back."""

    url: str
    state: str


class OidcLogin:
    """Login with one provider. A person keeps the roles of the organisation; groups of the
    provider add those that the settings name, for that session alone."""

    def __init__(
        self,
        settings: OidcSettings,
        organisation: Organisation | LiveOrganisation,
        tools: OidcTools,
    ) -> None:
        named = {role for roles in settings.roles.values() for role in roles}
        unknown = sorted(named - organisation.role_ids())
        if unknown:
            raise InvalidCommand(
                f"身份提供方的组对应了未知角色 {'、'.join(unknown)}",
                f"Expected groups of the identity provider to map to roles, got {unknown}",
            )
        self._settings = settings
        self._organisation = organisation
        self._tools = tools
        self._provider = Provider(settings, tools.clock)

    def begin(self, target: str) -> Begun:
        """Start a login that leads back to `target`, a path of this site."""
        state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        verifier = secrets.token_urlsafe(64)
        url = self._provider.address(state, nonce, verifier)
        self._tools.store.add_flow(
            LoginFlow(
                state_hash=_digest(state),
                nonce=nonce,
                verifier=verifier,
                target=local_path(target),
                expires_at=self._tools.clock.now() + FLOW_LIFE,
            )
        )
        return Begun(url=url, state=state)

    def finish(self, state: str, code: str, origin: Origin) -> tuple[Session, str]:
        """Take the provider's code for a session, and where to go. A state works once.

        Raises OutsideLoginRefused, or ProviderUnavailable.
        """
        try:
            return self._finished(state, code, origin)
        except OutsideLoginRefused as refused:
            self._tools.log.note(Entry.LOGIN_FAILED, "", origin, detail=OUTSIDE, about=str(refused))
            raise

    def _finished(self, state: str, code: str, origin: Origin) -> tuple[Session, str]:
        flow = self._tools.store.take_flow(_digest(state))
        if flow is None or flow.expires_at <= self._tools.clock.now():
            raise OutsideLoginRefused(
                "登录已过期，请重新登录", "Expected a login that was begun here minutes ago"
            )
        claims = self._provider.claims(code, flow.verifier, flow.nonce)
        person, roles = self._person(claims)
        self._bind(person, str(claims["sub"]), origin)
        return self._tools.accounts.open(person, origin, OUTSIDE, roles), flow.target

    def _bind(self, person: Person, subject: str, origin: Origin) -> None:
        """The first login settles which subject of the provider is this person, and that the
        subject is nobody else: from then on the login claim alone opens nothing."""
        wanted = Binding(
            issuer=self._settings.issuer,
            subject=subject,
            user=person.id,
            at=self._tools.clock.now(),
        )
        log, known = self._tools.log, self._tools.bindings.bind(wanted)
        if not known:
            log.note(Entry.IDENTITY_BOUND, person.id, origin, detail=wanted.issuer)
            return
        if any((one.subject, one.user) != (subject, person.id) for one in known):
            log.note(Entry.IDENTITY_REFUSED, person.id, origin, detail=wanted.issuer)
            raise OutsideLoginRefused(
                f"登录名 {person.id} 与身份提供方的另一个账号绑定，请联系管理员核实",
                f"Expected the account of the provider that {person.id} is bound to; "
                "an administrator can unbind it",
            )

    def _person(self, claims: Mapping[str, Any]) -> tuple[Person, tuple[str, ...]]:
        login = self._login(claims)
        person = self._organisation.person(UserId(login))
        if person is None or not self._organisation.is_active(person.id):
            raise self._unknown(login, claims)
        roles = self._roles(claims)
        apart = next(forbidden_pairs(with_roles(person, roles).roles), None)
        if apart is not None:
            raise OutsideLoginRefused(
                f"身份提供方给出的角色 {apart.one} 与 {apart.other} 不得由一人兼任：{apart.why.zh}",
                f"Expected roles that one person may hold, got {apart.one} and {apart.other}: "
                f"{apart.why.en}",
            )
        return person, roles

    def _login(self, claims: Mapping[str, Any]) -> str:
        name = self._settings.login_claim
        login = claims.get(name)
        proved = name != "email" or claims.get("email_verified") is True
        if not isinstance(login, str) or not login or len(login) > 200 or not proved:
            raise OutsideLoginRefused(
                f"身份提供方没有给出可用的 {name}", f"Expected a usable claim {name}"
            )
        return login

    def _unknown(self, login: str, claims: Mapping[str, Any]) -> OutsideLoginRefused:
        if self._settings.notes_newcomers:
            newcomer = Newcomer(
                issuer=self._settings.issuer,
                subject=str(claims["sub"])[:255],
                login=login,
                name=str(claims.get("name", ""))[:200].replace("\0", ""),
                at=self._tools.clock.now(),
            )
            self._tools.store.add_newcomer(newcomer)
        return OutsideLoginRefused(
            "您还不是本系统的人员，请联系管理员",
            "Expected somebody whom an administrator has added",
        )

    def _roles(self, claims: Mapping[str, Any]) -> tuple[str, ...]:
        groups = claims.get(self._settings.groups_claim, ())
        named = [groups] if isinstance(groups, str) else groups
        if not isinstance(named, list | tuple):
            return ()
        mapped = (self._settings.roles.get(group, ()) for group in named if isinstance(group, str))
        return tuple(dict.fromkeys(role for roles in mapped for role in roles))


def local_path(target: str) -> str:
    """The target, if it is a plain path of this site: nobody is led elsewhere."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\"))
    fits = len(target) <= MAX_TARGET and target.isascii() and target.isprintable()
    return target if plain and fits and "\\" not in target else HOME


def _digest(state: str) -> bytes:
    return hashlib.sha256(state.encode("utf-8", "replace")).digest()
