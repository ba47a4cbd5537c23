"""Favourites in the same database as the cases, and their twin in memory."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from engine.core.ids import UserId
from engine.favourites import FavouriteStore
from engine.ports import Store
from engine.store.database import Database
from engine.store.favourite_tables import favourite as table
from engine.store.sql_store import SqlStore


def favourites_of(store: Store) -> FavouriteStore:
    """The favourites beside a store's own tables; in memory for a store in memory."""
    return SqlFavourites(store.database) if isinstance(store, SqlStore) else MemoryFavourites()


class SqlFavourites:
    """A FavouriteStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def favourites(self, user: UserId) -> list[str]:
        """In the person's order."""
        wanted = select(table.c.process).where(table.c.login == user).order_by(table.c.place)
        with self._database.read() as connection:
            return [str(key) for key in connection.execute(wanted).scalars()]

    def keep_favourites(self, user: UserId, processes: Sequence[str]) -> None:
        """Durable when it returns."""
        rows = [{"login": user, "place": n, "process": key} for n, key in enumerate(processes)]
        with self._database.write() as connection:
            connection.execute(delete(table).where(table.c.login == user))
            if rows:
                connection.execute(insert(table), rows)


class MemoryFavourites:
    """A FavouriteStore that is gone with the process."""

    def __init__(self) -> None:
        self._keys: dict[UserId, list[str]] = {}

    def favourites(self, user: UserId) -> list[str]:
        """In the person's order."""
        return list(self._keys.get(user, ()))

    def keep_favourites(self, user: UserId, processes: Sequence[str]) -> None:
        """In the place of those before."""
        self._keys[user] = list(processes)
