"""What people keep for themselves beside the cases: drafts of forms, and filters of lists."""

from __future__ import annotations

from engine.drafts import Drafts
from engine.filters import Filters
from engine.ports import Store
from engine.store.sql_drafts import drafts_of
from engine.store.sql_filters import filters_of


def own_of(store: Store) -> tuple[Drafts, Filters]:
    """Both over one store's own tables."""
    return Drafts(drafts_of(store)), Filters(filters_of(store))
