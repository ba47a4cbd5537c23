"""The table of the phrases that people often write."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Integer, Table, Text

from engine.store.tables import Id, metadata

phrase: Final = Table(
    "phrase",
    metadata,
    Column("login", Id, primary_key=True, nullable=False),
    Column("place", Integer(), primary_key=True, nullable=False),
    Column("text", Text(), nullable=False),
)
