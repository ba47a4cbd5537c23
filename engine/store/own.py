"""What is people's own beside the cases: drafts of forms, filters of lists, notifications."""

from __future__ import annotations

from engine.drafts import Drafts
from engine.filters import Filters
from engine.notifications.model import NotificationStore
from engine.ports import Store
from engine.store.sql_drafts import drafts_of
from engine.store.sql_filters import filters_of
from engine.store.sql_notifications import notifications_of


def own_of(store: Store) -> tuple[Drafts, Filters, NotificationStore]:
    """All over one store's own tables."""
    return Drafts(drafts_of(store)), Filters(filters_of(store)), notifications_of(store)
