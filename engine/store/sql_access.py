"""Tokens, uploads and logins from outside, in the same database as the cases."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.access import AccessStore, LoginFlow, Newcomer, TokenRow, UploadRow
from engine.core.ids import Digest, UserId
from engine.ports import Store
from engine.store import access_tables as t
from engine.store.database import Database
from engine.store.memory_access import MemoryAccess
from engine.store.projections import from_micros, micros
from engine.store.sql_store import SqlStore


def access_of(store: Store) -> AccessStore:
    """The access tables beside a store's own; in memory for a store in memory."""
    return SqlAccess(store.database) if isinstance(store, SqlStore) else MemoryAccess()


class SqlAccess:
    """An AccessStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- uploads ----------------------------------------------------------------------------------

    def add_upload(self, row: UploadRow) -> None:
        """Durable when it returns."""
        self._add_once(
            t.upload,
            {
                "digest": row.digest,
                "owner": row.owner,
                "name": row.name,
                "size": row.size,
                "type": row.type,
                "at": micros(row.at),
            },
        )

    def uploaded(self, owner: UserId, digests: Iterable[Digest]) -> frozenset[Digest]:
        """Which of these contents the person has uploaded."""
        table = t.upload.c
        statement = select(table.digest).where(
            table.owner == owner, table.digest.in_(sorted(digests))
        )
        return frozenset(Digest(row["digest"]) for row in self._rows(statement))

    def upload(self, owner: UserId, digest: Digest) -> UploadRow | None:
        """The person's upload of this content."""
        table = t.upload.c
        found = self._rows(select(t.upload).where(table.owner == owner, table.digest == digest))
        return _upload(found[0]) if found else None

    # -- tokens -----------------------------------------------------------------------------------

    def add_token(self, row: TokenRow) -> None:
        """Durable when it returns."""
        values = {
            "id": row.id,
            "login": row.user,
            "name": row.name,
            "token_hash": row.token_hash,
            "scopes": json.dumps(row.scopes),
            "created_at": micros(row.created_at),
            "expires_at": micros(row.expires_at),
        }
        self._write(insert(t.api_token).values(values))

    def token(self, token_hash: bytes) -> TokenRow | None:
        """The token with this hash, also when it is revoked or over."""
        found = self._rows(select(t.api_token).where(t.api_token.c.token_hash == token_hash))
        return _token(found[0]) if found else None

    def tokens_of(self, user: UserId) -> Sequence[TokenRow]:
        """Newest first."""
        table = t.api_token.c
        statement = select(t.api_token).where(table.login == user)
        newest = statement.order_by(table.created_at.desc(), table.id.desc())
        return [_token(row) for row in self._rows(newest)]

    def use_token(self, token_id: str, at: datetime) -> None:
        """Remember when it was last used."""
        own = update(t.api_token).where(t.api_token.c.id == token_id)
        self._write(own.values(last_used_at=micros(at)))

    def revoke_tokens(self, user: UserId, at: datetime, token_id: str | None = None) -> int:
        """How many were still good."""
        table = t.api_token.c
        own = update(t.api_token).where(table.login == user, table.revoked_at.is_(None))
        chosen = own if token_id is None else own.where(table.id == token_id)
        with self._database.write() as connection:
            return connection.execute(chosen.values(revoked_at=micros(at))).rowcount

    # -- logins from outside ----------------------------------------------------------------------

    def add_flow(self, flow: LoginFlow) -> None:
        """Also forgets those whose time is over."""
        values = {
            "state_hash": flow.state_hash,
            "nonce": flow.nonce,
            "verifier": flow.verifier,
            "target": flow.target,
            "expires_at": micros(flow.expires_at),
        }
        over = micros(flow.expires_at) - 3_600_000_000
        with self._database.write() as connection:
            connection.execute(delete(t.login_flow).where(t.login_flow.c.expires_at < over))
            connection.execute(insert(t.login_flow).values(values))

    def take_flow(self, state_hash: bytes) -> LoginFlow | None:
        """The flow, which is forgotten in the same transaction."""
        taking = delete(t.login_flow).where(t.login_flow.c.state_hash == state_hash)
        with self._database.write() as connection:
            row = connection.execute(taking.returning(t.login_flow)).mappings().first()
        return _flow(row) if row else None

    def add_newcomer(self, newcomer: Newcomer) -> None:
        """Once for each issuer and subject."""
        self._add_once(
            t.newcomer,
            {
                "issuer": newcomer.issuer,
                "subject": newcomer.subject,
                "login": newcomer.login,
                "name": newcomer.name,
                "at": micros(newcomer.at),
            },
        )

    def newcomers(self) -> Sequence[Newcomer]:
        """Oldest first."""
        table = t.newcomer.c
        found = self._rows(select(t.newcomer).order_by(table.at, table.issuer, table.subject))
        return [_newcomer(row) for row in found]

    # -- one statement ----------------------------------------------------------------------------

    def _rows(self, statement: Any) -> list[Mapping[str, Any]]:
        with self._database.read() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def _write(self, statement: Any) -> None:
        with self._database.write() as connection:
            connection.execute(statement)

    def _add_once(self, table: Any, values: Mapping[str, Any]) -> None:
        key = [column == values[column.name] for column in table.primary_key]
        if self._rows(select(table).where(*key)):
            return
        try:
            self._write(insert(table).values(values))
        except IntegrityError:
            return  # the same was added at the same moment


def _upload(row: Mapping[str, Any]) -> UploadRow:
    return UploadRow(
        digest=Digest(row["digest"]),
        owner=UserId(row["owner"]),
        name=row["name"],
        size=row["size"],
        type=row["type"],
        at=from_micros(row["at"]),
    )


def _token(row: Mapping[str, Any]) -> TokenRow:
    used, revoked = row["last_used_at"], row["revoked_at"]
    return TokenRow(
        id=row["id"],
        user=UserId(row["login"]),
        name=row["name"],
        token_hash=row["token_hash"],
        scopes=tuple(json.loads(row["scopes"])),
        created_at=from_micros(row["created_at"]),
        expires_at=from_micros(row["expires_at"]),
        last_used_at=None if used is None else from_micros(used),
        revoked_at=None if revoked is None else from_micros(revoked),
    )


def _flow(row: Mapping[Any, Any]) -> LoginFlow:
    return LoginFlow(
        state_hash=row["state_hash"],
        nonce=row["nonce"],
        verifier=row["verifier"],
        target=row["target"],
        expires_at=from_micros(row["expires_at"]),
    )


def _newcomer(row: Mapping[str, Any]) -> Newcomer:
    return Newcomer(
        issuer=row["issuer"],
        subject=row["subject"],
        login=row["login"],
        name=row["name"],
        at=from_micros(row["at"]),
    )
