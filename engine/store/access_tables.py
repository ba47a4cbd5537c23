"""The tables of personal tokens, uploads, readings of cases, and logins from outside."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from engine.store.tables import Id, Micros, Serial, metadata

api_token: Final = Table(
    "api_token",
    metadata,
    Column("id", Id, primary_key=True, nullable=False),
    Column("login", Id, nullable=False),
    Column("name", Text(), nullable=False),
    Column("token_hash", LargeBinary(), nullable=False),
    Column("scopes", Text(), nullable=False),
    Column("created_at", Micros, nullable=False),
    Column("expires_at", Micros, nullable=False),
    Column("last_used_at", Micros, nullable=True),
    Column("revoked_at", Micros, nullable=True),
    UniqueConstraint("token_hash"),
    Index("ix_api_token_login", "login"),
)

upload: Final = Table(
    "upload",
    metadata,
    Column("digest", Id, primary_key=True, nullable=False),
    Column("owner", Id, primary_key=True, nullable=False),
    Column("name", Text(), nullable=False),
    Column("size", Integer(), nullable=False),
    Column("type", Text(), nullable=False),
    Column("at", Micros, nullable=False),
)

case_reading: Final = Table(
    "case_reading",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("instance_id", Id, nullable=False),
    Column("login", Id, nullable=False),
    Column("what", Id, nullable=False),
    Column("at", Micros, nullable=False),
    Index("ix_case_reading_instance_id_login", "instance_id", "login"),
)

login_flow: Final = Table(
    "login_flow",
    metadata,
    Column("state_hash", LargeBinary(), primary_key=True, nullable=False),
    Column("nonce", Text(), nullable=False),
    Column("verifier", Text(), nullable=False),
    Column("target", Text(), nullable=False),
    Column("expires_at", Micros, nullable=False),
    Index("ix_login_flow_expires_at", "expires_at"),
)

newcomer: Final = Table(
    "newcomer",
    metadata,
    Column("issuer", Id, primary_key=True, nullable=False),
    Column("subject", Id, primary_key=True, nullable=False),
    Column("login", Id, nullable=False),
    Column("name", Text(), nullable=False),
    Column("at", Micros, nullable=False),
)
