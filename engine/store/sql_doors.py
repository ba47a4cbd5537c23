"""The login log, second factors and bound identities, in the same database as the cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from engine.core.ids import UserId
from engine.doors import AccessEntry, AccessQuery, Binding, DoorStores, Entry, Factor
from engine.ports import Store
from engine.store import door_tables as t
from engine.store.database import Database
from engine.store.facts import from_micros, micros
from engine.store.memory_doors import MemoryBindings, MemoryEntries, MemoryFactors
from engine.store.sql_store import SqlStore


def doors_of(store: Store) -> DoorStores:
    """The tables of the doors beside a store's own; in memory for a store in memory."""
    if isinstance(store, SqlStore):
        database = store.database
        return DoorStores(SqlEntries(database), SqlFactors(database), SqlBindings(database))
    return DoorStores(MemoryEntries(), MemoryFactors(), MemoryBindings())


class SqlEntries:
    """AccessEntries over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_entry(self, entry: AccessEntry) -> None:
        """Durable when it returns. The triggers let nothing be dropped before its time."""
        table = t.access_entry.c
        values = {
            "at": micros(entry.at),
            "kind": entry.kind,
            "login": entry.login,
            "actor": entry.by,
            "address": entry.address,
            "browser": entry.browser,
            "detail": entry.detail,
            "keep_until": micros(entry.keep_until),
        }
        over = delete(t.access_entry).where(table.keep_until <= micros(entry.at))
        with self._database.write() as connection:
            connection.execute(insert(t.access_entry).values(values))
            connection.execute(over)

    def entries(self, query: AccessQuery) -> Sequence[AccessEntry]:
        """One statement, by an index."""
        table = t.access_entry.c
        wanted: list[ColumnElement[bool]] = []
        if query.login:
            wanted.append(table.login == query.login)
        if query.kind:
            wanted.append(table.kind == query.kind)
        if query.before is not None:
            wanted.append(table.seq < query.before)
        if query.since is not None:
            wanted.append(table.at >= micros(query.since))
        statement = select(t.access_entry).where(*wanted).order_by(table.seq.desc())
        with self._database.read() as connection:
            found = connection.execute(statement.limit(query.limit)).mappings()
            return [_entry(row) for row in found]


class SqlFactors:
    """Factors over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def factor(self, user: UserId) -> Factor | None:
        """Also one that is not confirmed yet."""
        statement = select(t.second_factor).where(t.second_factor.c.login == user)
        with self._database.read() as connection:
            row = connection.execute(statement).mappings().first()
        return None if row is None else _factor(row)

    def keep_factor(self, factor: Factor) -> None:
        """Durable when it returns."""
        confirmed = factor.confirmed_at
        with self._database.write() as connection:
            _forget(connection, factor.user)
            connection.execute(
                insert(t.second_factor).values(
                    login=factor.user,
                    secret=factor.secret,
                    made_at=micros(factor.made_at),
                    confirmed_at=None if confirmed is None else micros(confirmed),
                    last_step=factor.last_step,
                )
            )

    def use_step(self, user: UserId, step: int) -> bool:
        """One conditional change: of several at once one wins."""
        table = t.second_factor.c
        statement = (
            update(t.second_factor)
            .where(table.login == user, table.last_step < step)
            .values(last_step=step)
        )
        with self._database.write() as connection:
            return connection.execute(statement).rowcount == 1

    def confirm_factor(self, user: UserId, at: datetime, recovery: Sequence[bytes]) -> None:
        """One transaction."""
        own = update(t.second_factor).where(t.second_factor.c.login == user)
        codes = [{"login": user, "code_hash": one} for one in recovery]
        with self._database.write() as connection:
            connection.execute(own.values(confirmed_at=micros(at)))
            connection.execute(delete(t.recovery_code).where(t.recovery_code.c.login == user))
            if codes:
                connection.execute(insert(t.recovery_code), codes)

    def use_recovery(self, user: UserId, code_hash: bytes) -> bool:
        """Forgotten with its use: of several at once one wins."""
        table = t.recovery_code.c
        own = delete(t.recovery_code).where(table.login == user, table.code_hash == code_hash)
        with self._database.write() as connection:
            return connection.execute(own).rowcount == 1

    def recovery_left(self, user: UserId) -> int:
        """How many are unused."""
        own = t.recovery_code.c.login == user
        statement = select(func.count()).select_from(t.recovery_code).where(own)
        with self._database.read() as connection:
            return int(connection.scalar(statement) or 0)

    def forget_factor(self, user: UserId) -> bool:
        """One transaction."""
        with self._database.write() as connection:
            return _forget(connection, user)


class SqlBindings:
    """Bindings over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def bind(self, wanted: Binding) -> Sequence[Binding]:
        """The key and the constraint keep what was first, also of two at the same moment."""
        found = self._of_either(wanted)
        if found:
            return found
        values = {
            "issuer": wanted.issuer,
            "login": wanted.user,
            "subject": wanted.subject,
            "at": micros(wanted.at),
        }
        try:
            with self._database.write() as connection:
                connection.execute(insert(t.outside_identity).values(values))
        except IntegrityError:
            return self._of_either(wanted)
        return ()

    def _of_either(self, wanted: Binding) -> Sequence[Binding]:
        table = t.outside_identity.c
        either = or_(table.login == wanted.user, table.subject == wanted.subject)
        return self._found(table.issuer == wanted.issuer, either)

    def bindings(self, user: UserId | None = None) -> Sequence[Binding]:
        """By login and issuer."""
        return self._found(*(() if user is None else (t.outside_identity.c.login == user,)))

    def _found(self, *wanted: ColumnElement[bool]) -> Sequence[Binding]:
        table = t.outside_identity.c
        statement = select(t.outside_identity).where(*wanted).order_by(table.login, table.issuer)
        with self._database.read() as connection:
            return [_binding(row) for row in connection.execute(statement).mappings()]

    def unbind(self, user: UserId) -> int:
        """Durable when it returns."""
        own = delete(t.outside_identity).where(t.outside_identity.c.login == user)
        with self._database.write() as connection:
            return int(connection.execute(own).rowcount)


def _forget(connection: Any, user: UserId) -> bool:
    connection.execute(delete(t.recovery_code).where(t.recovery_code.c.login == user))
    own = delete(t.second_factor).where(t.second_factor.c.login == user)
    return bool(connection.execute(own).rowcount)


def _entry(row: Mapping[Any, Any]) -> AccessEntry:
    return AccessEntry(
        seq=row["seq"],
        at=from_micros(row["at"]),
        kind=Entry(row["kind"]),
        login=row["login"],
        by=row["actor"],
        address=row["address"],
        browser=row["browser"],
        detail=row["detail"],
        keep_until=from_micros(row["keep_until"]),
    )


def _factor(row: Mapping[Any, Any]) -> Factor:
    confirmed = row["confirmed_at"]
    return Factor(
        user=UserId(row["login"]),
        secret=bytes(row["secret"]),
        made_at=from_micros(row["made_at"]),
        confirmed_at=None if confirmed is None else from_micros(confirmed),
        last_step=row["last_step"],
    )


def _binding(row: Mapping[Any, Any]) -> Binding:
    return Binding(
        issuer=row["issuer"],
        subject=row["subject"],
        user=UserId(row["login"]),
        at=from_micros(row["at"]),
    )
