"""The tables of local users: password hashes, login sessions, recent failed logins."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, LargeBinary, Table, Text

from engine.store.tables import Id, Micros, Serial, metadata

credential: Final = Table(
    "credential",
    metadata,
    Column("login", Id, primary_key=True, nullable=False),
    Column("password_hash", Text(), nullable=False),
    Column("once_until", Micros, nullable=True),
)

session: Final = Table(
    "session",
    metadata,
    Column("token_hash", LargeBinary(), primary_key=True, nullable=False),
    Column("login", Id, nullable=False),
    Column("created_at", Micros, nullable=False),
    Column("expires_at", Micros, nullable=False),
    Column("seen_at", Micros, nullable=False, server_default="0"),
    Column("roles", Text(), nullable=False, server_default="[]"),
    Column("address", Text(), nullable=False, server_default=""),
    Column("browser", Text(), nullable=False, server_default=""),
    Column("proof", Id, nullable=False, server_default="password"),
    Index("ix_session_login", "login"),
    Index("ix_session_expires_at", "expires_at"),
)

login_failure: Final = Table(
    "login_failure",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("key", Id, nullable=False),
    Column("at", Micros, nullable=False),
    Index("ix_login_failure_key_at", "key", "at"),
    Index("ix_login_failure_at", "at"),
)
