"""The table of drafts of forms."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Integer, Table, Text

from engine.store.tables import Id, Micros, metadata

draft: Final = Table(
    "draft",
    metadata,
    Column("login", Id, primary_key=True, nullable=False),
    Column("kind", Id, primary_key=True, nullable=False),
    Column("subject", Id, primary_key=True, nullable=False),
    Column("version", Integer(), nullable=False),
    Column("saved_at", Micros, nullable=False),
    Column("body", Text(), nullable=False),
)
