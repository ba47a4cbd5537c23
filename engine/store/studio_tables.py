"""The tables of the studio: drafts of processes with their files, and records of what became."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, Integer, Table, Text

from engine.store.tables import Id, Micros, Serial, metadata

studio_draft: Final = Table(
    "studio_draft",
    metadata,
    Column("key", Id, primary_key=True, nullable=False),
    Column("version", Integer(), nullable=False),
    Column("saved_by", Id, nullable=False),
    Column("saved_at", Micros, nullable=False),
    Column("review", Id, nullable=True),
    Column("body", Text(), nullable=False),
)

studio_file: Final = Table(
    "studio_file",
    metadata,
    Column("key", Id, primary_key=True, nullable=False),
    Column("name", Id, primary_key=True, nullable=False),
    Column("base", Id, nullable=False),
    Column("text", Text(), nullable=False),
)

studio_record: Final = Table(
    "studio_record",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("key", Id, nullable=False),
    Column("at", Micros, nullable=False),
    Column("by", Id, nullable=False),
    Column("act", Id, nullable=False),
    Column("digest", Id, nullable=False),
    Column("note", Text(), nullable=False),
    Column("version", Integer(), nullable=False),
    Column("authors", Text(), nullable=False),
    Index("ix_studio_record_key_seq", "key", "seq"),
)
