"""What stands beside the cases: drafts, filters, notifications, phrases, favourites; statistics."""

from __future__ import annotations

from engine.access import AccessStore
from engine.audit import AuditStore
from engine.batches import BatchStore
from engine.doors import DoorStores
from engine.drafts import Drafts
from engine.favourites import Favourites
from engine.filters import Filters
from engine.notifications.model import NotificationStore
from engine.people_records import PeopleRecords
from engine.phrases import Phrases
from engine.ports import IdentityStore, Store
from engine.statistics import Statistics
from engine.store.people_records import people_records_of
from engine.store.sql_access import access_of
from engine.store.sql_audit import audit_of
from engine.store.sql_batches import batches_of
from engine.store.sql_doors import doors_of
from engine.store.sql_drafts import drafts_of
from engine.store.sql_favourites import favourites_of
from engine.store.sql_filters import filters_of
from engine.store.sql_identity import identity_of
from engine.store.sql_notifications import notifications_of
from engine.store.sql_phrases import phrases_of
from engine.store.sql_statistics import statistics_of


def own_of(
    store: Store,
) -> tuple[Drafts, Filters, NotificationStore, Phrases, Statistics, AuditStore]:
    """All over one store's own tables."""
    drafts, filters = Drafts(drafts_of(store)), Filters(filters_of(store))
    rest = Phrases(phrases_of(store)), Statistics(statistics_of(store)), audit_of(store)
    return drafts, filters, notifications_of(store), *rest


def favourites_over(store: Store) -> Favourites:
    """Over one store's own tables."""
    return Favourites(favourites_of(store))


def registry_of(
    store: Store,
) -> tuple[Store, AccessStore, IdentityStore, PeopleRecords, DoorStores, BatchStore]:
    """What the office for people works on, over one store's own tables."""
    people = access_of(store), identity_of(store), people_records_of(store)
    return store, *people, doors_of(store), batches_of(store)
