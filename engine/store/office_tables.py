"""When whoever has a work item looks at it again: columns of the work items and of the inbox."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Column, ColumnElement, case, func, literal_column

from engine.store.columns import Id, Micros
from engine.store.tables import inbox, work_item

AS_USUAL: Final = 0
"""The follow-up of what is looked at as usual, in the inbox."""

work_item.append_column(Column("follow_up_at", Micros, nullable=True))
work_item.append_column(Column("follow_up_by", Id, nullable=True))
inbox.append_column(Column("follow_up_at", Micros, nullable=False, server_default=str(AS_USUAL)))


def follow_up_of_item() -> ColumnElement[Any]:
    """What an inbox row that is made from its work item says: the date of who has it now."""
    item = work_item.c
    usual: ColumnElement[int] = literal_column(str(AS_USUAL))
    theirs = item.follow_up_by == item.assignee
    return case((theirs, func.coalesce(item.follow_up_at, usual)), else_=usual)
