"""The next deadline of open work: a column of the work items, in an index of its own."""

from __future__ import annotations

from sqlalchemy import Column, Index, text

from engine.store.columns import Micros
from engine.store.tables import work_item

__all__ = ["work_item"]

_WAITING = text("deadline_at IS NOT NULL AND ended_at IS NULL")

work_item.append_column(Column("deadline_at", Micros, nullable=True))
Index(
    "ix_work_item_deadline_at",
    work_item.c.deadline_at,
    work_item.c.id,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
