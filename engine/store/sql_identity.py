"""Passwords, sessions and failed logins in the same database as the cases."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from engine.core.ids import UserId
from engine.ports import IdentityStore, Store
from engine.store import identity_tables as t
from engine.store.database import Database
from engine.store.memory_identity import MemoryIdentity
from engine.store.projections import from_micros, micros
from engine.store.sql_store import SqlStore
from engine.views import SessionRow


def identity_of(store: Store) -> IdentityStore:
    """The identity tables beside a store's own; in memory for a store in memory."""
    return SqlIdentity(store.database) if isinstance(store, SqlStore) else MemoryIdentity()


class SqlIdentity:
    """An IdentityStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def password_hash(self, user: UserId) -> str | None:
        """The hash to check a password against."""
        found = self._scalar(
            select(t.credential.c.password_hash).where(t.credential.c.login == user)
        )
        return None if found is None else str(found)

    def once_until(self, user: UserId) -> datetime | None:
        """Until when the password may be changed; None where it is the person's own."""
        found = self._scalar(select(t.credential.c.once_until).where(t.credential.c.login == user))
        return None if found is None else from_micros(found)

    def set_password_hash(
        self, user: UserId, encoded: str, once_until: datetime | None = None
    ) -> None:
        """Replaces an earlier one and ends the person's sessions."""
        until = None if once_until is None else micros(once_until)
        values = {"login": user, "password_hash": encoded, "once_until": until}
        with self._database.write() as connection:
            connection.execute(delete(t.session).where(t.session.c.login == user))
            connection.execute(delete(t.credential).where(t.credential.c.login == user))
            connection.execute(insert(t.credential).values(values))

    def forget_person(self, user: UserId) -> None:
        """Forget the person's password and end their sessions."""
        with self._database.write() as connection:
            connection.execute(delete(t.session).where(t.session.c.login == user))
            connection.execute(delete(t.credential).where(t.credential.c.login == user))

    def add_session(self, session: SessionRow) -> None:
        """Durable when it returns."""
        values = {
            "token_hash": session.token_hash,
            "login": session.user,
            "created_at": micros(session.created_at),
            "expires_at": micros(session.expires_at),
            "seen_at": micros(session.seen_at),
            "roles": json.dumps(session.roles),
            "address": session.address,
            "browser": session.browser,
            "proof": session.proof,
        }
        self._write(insert(t.session).values(values))

    def session(self, token_hash: bytes) -> SessionRow | None:
        """The session with this token, also when its time is over."""
        statement = select(t.session).where(t.session.c.token_hash == token_hash)
        with self._database.read() as connection:
            row = connection.execute(statement).mappings().first()
        return None if row is None else _session(row)

    def sessions_of(self, user: UserId) -> Sequence[SessionRow]:
        """All that are kept of the person, also those whose time is over."""
        statement = select(t.session).where(t.session.c.login == user)
        with self._database.read() as connection:
            return [_session(row) for row in connection.execute(statement).mappings()]

    def end_sessions(self, user: UserId, *, but: bytes | None = None) -> None:
        """Forget them all but one."""
        own = delete(t.session).where(t.session.c.login == user)
        self._write(own if but is None else own.where(t.session.c.token_hash != but))

    def touch_session(self, token_hash: bytes, at: datetime) -> None:
        """Write down when it was last used."""
        own = update(t.session).where(t.session.c.token_hash == token_hash)
        self._write(own.values(seen_at=micros(at)))

    def end_session(self, token_hash: bytes) -> None:
        """Forget one session."""
        self._write(delete(t.session).where(t.session.c.token_hash == token_hash))

    def end_expired(self, now: datetime) -> None:
        """Forget the sessions that are over."""
        self._write(delete(t.session).where(t.session.c.expires_at <= micros(now)))

    def add_failure(self, keys: Sequence[str], at: datetime) -> None:
        """Remember a failed login under each key."""
        self._write(insert(t.login_failure), [{"key": key, "at": micros(at)} for key in keys])

    def failures(self, keys: Sequence[str], since: datetime) -> Mapping[str, int]:
        """How many failed logins each key has had since then."""
        return self._failures(t.login_failure.c.key.in_(keys), since)

    def failures_under(self, prefix: str, since: datetime) -> Mapping[str, int]:
        """As `failures`, of every key that begins so."""
        return self._failures(t.login_failure.c.key.startswith(prefix, autoescape=True), since)

    def _failures(self, wanted: Any, since: datetime) -> Mapping[str, int]:
        table = t.login_failure.c
        counted = select(table.key, func.count()).where(wanted, table.at >= micros(since))
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(counted.group_by(table.key))}

    def forget_failures(
        self, *, key: str | None = None, before: datetime | None = None, prefix: str | None = None
    ) -> None:
        """Forget those of a key, of every key that begins so, or all that are older."""
        table = t.login_failure.c
        if prefix is not None:
            begun = table.key.startswith(prefix, autoescape=True)
            self._write(delete(t.login_failure).where(begun))
        if key is not None:
            self._write(delete(t.login_failure).where(table.key == key))
        if before is not None:
            self._write(delete(t.login_failure).where(table.at < micros(before)))

    def _scalar(self, statement: Any) -> Any:
        with self._database.read() as connection:
            return connection.scalar(statement)

    def _write(self, statement: Any, values: Any = None) -> None:
        with self._database.write() as connection:
            connection.execute(statement, values)


def _session(row: Mapping[Any, Any]) -> SessionRow:
    return SessionRow(
        token_hash=row["token_hash"],
        user=UserId(row["login"]),
        created_at=from_micros(row["created_at"]),
        expires_at=from_micros(row["expires_at"]),
        seen_at=from_micros(row["seen_at"]),
        roles=tuple(json.loads(row["roles"])),
        address=row["address"],
        browser=row["browser"],
        proof=row["proof"],
    )
