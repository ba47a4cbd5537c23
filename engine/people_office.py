"""Wires what is about people: ways in, changes of the organisation, substitution, readings."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from engine.access import AccessStore, OidcSettings
from engine.dispatcher import Dispatcher
from engine.exchange.streams import recorder
from engine.identity.accounts import Accounts
from engine.identity.guessable import read_list
from engine.identity.live import LiveOrganisation
from engine.identity.oidc import OidcLogin, OidcTools
from engine.identity.passwords import Passwords
from engine.identity.roster import Roster
from engine.identity.substitution import Substitutions, SubstitutionTools
from engine.identity.tokens import Tokens
from engine.leaving import Leaving, counted
from engine.notifications.model import NotificationStore
from engine.notifications.office import Notifications
from engine.notifications.settings import NotificationSettings
from engine.people_records import PeopleRecords
from engine.ports import Clock, IdentityStore, IdGenerator, Store
from engine.readings import Readings


class Registry(NamedTuple):
    """The store and what it keeps beside the cases."""

    store: Store
    access: AccessStore
    identity: IdentityStore
    records: PeopleRecords


class Times(NamedTuple):
    """The engine's clock and ids, and the clock of the doors: a session outlives the time that a
    test lets pass."""

    clock: Clock
    ids: IdGenerator
    at_the_door: Clock


class PeopleOffice:
    """Everything that is asked about people, but not their work."""

    def __init__(
        self,
        registry: Registry,
        people: LiveOrganisation,
        times: Times,
        *,
        quick: bool,
        password_list: Path | None = None,
    ) -> None:
        clock, ids, at_the_door = times
        self._registry, self._times = registry, (clock, ids)
        record = recorder(registry.store, clock)
        self._store = registry.store
        self._people, self._access, self._at_the_door = people, registry.access, at_the_door
        listed = read_list(password_list) if password_list else frozenset[str]()
        passwords = Passwords(quick=quick, listed=listed)
        self.accounts = Accounts(registry.identity, people, at_the_door, passwords)
        self.tokens = Tokens(registry.access, people, at_the_door)
        self.readings = Readings(registry.records, record, clock, ids)
        self.roster = Roster(people, record, clock, counted(registry.store), self._is_process)
        self.substitutions = Substitutions(
            SubstitutionTools(
                records=registry.records,
                record=record,
                people=people,
                is_process=self._is_process,
                clock=clock,
                ids=ids,
            )
        )

    def _is_process(self, key: str) -> bool:
        return self._store.definition(key) is not None

    def outside_login(self, settings: OidcSettings | None) -> OidcLogin | None:
        """The login at the identity provider of the settings, if there is one."""
        if settings is None:
            return None
        tools = OidcTools(store=self._access, accounts=self.accounts, clock=self._at_the_door)
        return OidcLogin(settings, self._people, tools)

    def notifications(
        self, kept: NotificationStore, settings: NotificationSettings
    ) -> Notifications:
        """Who is told what, by who people are and act for now."""
        store, _, _, records = self._registry
        return Notifications(
            kept, store, self._people, records, times=self._times, settings=settings
        )

    def leaving(self, store: Store, dispatcher: Dispatcher) -> Leaving:
        """How somebody leaves: what is theirs ends, their work is handed over."""
        ends = (self.accounts.revoke, self.tokens.revoke_all, self.substitutions.end_all)
        return Leaving((store, dispatcher), self._people, self.roster, ends)
