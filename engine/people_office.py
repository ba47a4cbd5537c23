"""Wires what is about people: ways in, changes of the organisation, substitution, readings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from engine.access import AccessStore, OidcSettings
from engine.access_log import AccessLog
from engine.batches import Batches, BatchStore, BatchTools
from engine.core.definition import ProcessDefinition
from engine.core.ids import UserId
from engine.counting import Counting
from engine.depending import Depending
from engine.dispatcher import Dispatcher
from engine.doors import NOWHERE, DoorStores, Entry, Ways
from engine.exchange.streams import recorder
from engine.filters import Filters
from engine.identity.absence import Absences, AbsenceTools
from engine.identity.accounts import Accounts
from engine.identity.door_help import DoorHelp, DoorTools
from engine.identity.guessable import read_list
from engine.identity.live import LiveOrganisation
from engine.identity.oidc import OidcLogin, OidcTools
from engine.identity.passwords import Passwords
from engine.identity.roster import Roster
from engine.identity.second_factor import SecondFactors
from engine.identity.substitution import Substitutions, SubstitutionTools
from engine.identity.tokens import Tokens
from engine.leaving import Leaving
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
    doors: DoorStores
    batches: BatchStore


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
        ways: Ways,
        published: Callable[[], Iterable[ProcessDefinition]],
    ) -> None:
        clock, ids, at_the_door = times
        self._registry, self._times = registry, (clock, ids)
        record = recorder(registry.store, clock)
        self._store = registry.store
        self._people, self._access, self._at_the_door = people, registry.access, at_the_door
        given, kept = ways.password_list, registry.doors
        listed = read_list(given) if given else frozenset[str]()
        passwords = Passwords(quick=ways.quick_passwords, listed=listed)
        self.log = AccessLog(kept.entries, at_the_door, ways.doors.log_days)
        factors, required = (kept.factors, registry.identity), ways.doors.second_factor
        self.factors = SecondFactors(factors, at_the_door, self.log, required)
        doors = (self.factors, self.log)
        self.accounts = Accounts(registry.identity, people, at_the_door, passwords, doors)
        self.tokens = Tokens(registry.access, people, at_the_door, self.log)
        self.stores = kept
        self.readings = Readings(registry.records, record, clock, ids)
        self.depending = Depending(registry.store, published)
        self.roster = Roster(people, record, clock, self.depending, self._is_process)
        self.help = DoorHelp(self._door_tools())
        self.absences = Absences(
            AbsenceTools(
                records=registry.records,
                record=record,
                people=people,
                clock=clock,
                ids=ids,
            )
        )
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

    def _door_tools(self) -> DoorTools:
        return DoorTools(
            accounts=self.accounts,
            factors=self.factors,
            tokens=self.tokens,
            bindings=self.stores.bindings,
            log=self.log,
            clock=self._at_the_door,
            note=self.roster.note,
        )

    def _is_process(self, key: str) -> bool:
        return self._store.definition(key) is not None

    def reset_second_factor(self, user: UserId, by: str) -> bool:
        """Forget an authenticator that is lost, and end the person's sessions; whether there was
        one."""
        had = self.factors.reset(user, by)
        self.accounts.end_all(user, NOWHERE, by)
        return had

    def unbind(self, user: UserId, by: str) -> int:
        """Forget which account of the provider the person is, and end their sessions: somebody
        else may have come in. How many bindings there were."""
        count = self.stores.bindings.unbind(user)
        if count:
            self.log.note(Entry.IDENTITY_UNBOUND, user, by=by)
        self.accounts.end_all(user, NOWHERE, by)
        return count

    def outside_login(self, settings: OidcSettings | None) -> OidcLogin | None:
        """The login at the identity provider of the settings, if there is one."""
        if settings is None:
            return None
        tools = OidcTools(
            store=self._access,
            bindings=self.stores.bindings,
            accounts=self.accounts,
            clock=self._at_the_door,
            log=self.log,
        )
        return OidcLogin(settings, self._people, tools)

    def notifications(
        self, kept: NotificationStore, settings: NotificationSettings
    ) -> Notifications:
        """Who is told what, by who people are and act for now."""
        store, records = self._registry.store, self._registry.records
        return Notifications(
            kept, store, self._people, records, times=self._times, settings=settings
        )

    def batches(self, dispatcher: Dispatcher) -> Batches:
        """What operators do with many cases, as the people who they still are when it is done."""
        clock, ids = self._times
        tools = BatchTools(
            store=self._store, dispatcher=dispatcher, people=self._people, clock=clock, ids=ids
        )
        return Batches(self._registry.batches, tools)

    def counting(self, dispatcher: Dispatcher) -> Counting:
        """How absences reach work that is open already."""
        engine = (self._store, dispatcher)
        return Counting(engine, self._registry.records, self._people, self._times[0])

    def leaving(self, store: Store, dispatcher: Dispatcher, filters: Filters) -> Leaving:
        """How somebody leaves: what is theirs ends, their work and what they share goes on."""
        ends = (
            self.accounts.revoke,
            self.factors.forget,
            self.tokens.revoke_all,
            self.substitutions.end_all,
            self.absences.end_all,
        )
        engine = (store, dispatcher)
        return Leaving(engine, self._people, self.roster, ends, filters.hand_over)
