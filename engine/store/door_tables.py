"""The tables of the doors: the login log, second factors, and who is who at the provider."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text, UniqueConstraint

from engine.store.columns import Id, Micros, Serial, column, key, metadata

access_entry: Final = Table(
    "access_entry",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    column("at", Micros),
    column("kind", Id),
    column("login", Id),
    column("actor", Id),
    column("address"),
    column("browser"),
    column("detail"),
    column("keep_until", Micros),
    Index("ix_access_entry_login_seq", "login", "seq"),
    Index("ix_access_entry_kind_seq", "kind", "seq"),
    Index("ix_access_entry_at", "at"),
    Index("ix_access_entry_keep_until", "keep_until"),
)

second_factor: Final = Table(
    "second_factor",
    metadata,
    key("login"),
    column("secret", LargeBinary()),
    column("made_at", Micros),
    Column("confirmed_at", Micros, nullable=True),
    column("last_step", BigInteger()),
)

recovery_code: Final = Table(
    "recovery_code",
    metadata,
    key("login"),
    key("code_hash", LargeBinary()),
)

outside_identity: Final = Table(
    "outside_identity",
    metadata,
    key("issuer"),
    key("login"),
    column("subject", Text()),
    column("at", Micros),
    UniqueConstraint("issuer", "subject"),
)
