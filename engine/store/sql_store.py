"""SqlStore: every storage port over one SQLite file or one PostgreSQL database."""

from __future__ import annotations

from engine.store.database import Database
from engine.store.sql_catalog import SqlCatalog
from engine.store.sql_event_log import SqlEventLog
from engine.store.sql_exchange import SqlExchange
from engine.store.sql_jobs import SqlJobs
from engine.store.sql_read_model import SqlReadModel
from engine.store.sql_seals import SqlSealLog


class SqlStore(SqlEventLog, SqlCatalog, SqlReadModel, SqlJobs, SqlExchange, SqlSealLog):
    """All ports over the same transactions; safe to use from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str, *, read_only: bool = False) -> SqlStore:
        """Open `sqlite:///path` or `postgresql://...`, bringing its schema up to date; for reading
        only, nothing at all is changed.

        Raises InvalidCommand for another URL, SchemaTooNew for a newer release's database and, for
        reading only, SchemaTooOld for an older one's.
        """
        return cls(Database(url, read_only=read_only))

    @property
    def database(self) -> Database:
        """The open database, for the identity tables that share it."""
        return self._database

    def close(self) -> None:
        """Release every connection."""
        self._database.close()
