"""The table of the processes that people start most, by their own choice."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Integer, Table

from engine.store.tables import Id, metadata

favourite: Final = Table(
    "favourite",
    metadata,
    Column("login", Id, primary_key=True, nullable=False),
    Column("place", Integer(), primary_key=True, nullable=False),
    Column("process", Id, nullable=False),
)
