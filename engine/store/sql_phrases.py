"""Phrases in the same database as the cases, and their twin in memory."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from engine.core.ids import UserId
from engine.phrases import PhraseStore
from engine.ports import Store
from engine.store.database import Database
from engine.store.phrase_tables import phrase as table
from engine.store.sql_store import SqlStore


def phrases_of(store: Store) -> PhraseStore:
    """The phrases beside a store's own tables; in memory for a store in memory."""
    return SqlPhrases(store.database) if isinstance(store, SqlStore) else MemoryPhrases()


class SqlPhrases:
    """A PhraseStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def phrases(self, user: UserId) -> list[str]:
        """In the person's order."""
        wanted = select(table.c.text).where(table.c.login == user).order_by(table.c.place)
        with self._database.read() as connection:
            return [str(text) for text in connection.execute(wanted).scalars()]

    def keep_phrases(self, user: UserId, texts: Sequence[str]) -> None:
        """Durable when it returns."""
        rows = [{"login": user, "place": n, "text": text} for n, text in enumerate(texts)]
        with self._database.write() as connection:
            connection.execute(delete(table).where(table.c.login == user))
            if rows:
                connection.execute(insert(table), rows)


class MemoryPhrases:
    """A PhraseStore that is gone with the process."""

    def __init__(self) -> None:
        self._texts: dict[UserId, list[str]] = {}

    def phrases(self, user: UserId) -> list[str]:
        """In the person's order."""
        return list(self._texts.get(user, ()))

    def keep_phrases(self, user: UserId, texts: Sequence[str]) -> None:
        """In the place of those before."""
        self._texts[user] = list(texts)
