"""The table of notes on findings: what auditors wrote when they had looked at one."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, Table, Text

from engine.store.tables import Id, Micros, Serial, metadata

finding_note: Final = Table(
    "finding_note",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("finding", Id, nullable=False),
    Column("ref", Id, nullable=False),
    Column("text", Text(), nullable=False),
    Column("by", Id, nullable=False),
    Column("at", Micros, nullable=False),
    Index("ix_finding_note_finding_ref_seq", "finding", "ref", "seq"),
)
