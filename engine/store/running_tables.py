"""The tables that tell how processes run: made from the logs of cases, off the way of work.

Like projections they can be made anew at any time; unlike them they are not written when a case
goes on, but from its log afterwards (engine.store.following).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Index, Integer

from engine.store.columns import Id, Micros, clustered, column, key

followed: Final = clustered(
    "followed",
    key("instance_id"),
    column("version", Integer()),  # of its log, that the other rows were made from
)

passage: Final = clustered(
    "passage",
    key("process"),  # of the case
    key("came_at", Micros),
    key("instance_id"),
    key("number", Integer()),
    column("mark", Id),
    column("called", Id),
    column("name", Id),
    Column("left_at", Micros, nullable=True),
    Index("ix_passage_instance_id", "instance_id"),
)

handling: Final = clustered(
    "handling",
    key("process"),
    key("created_at", Micros),
    key("instance_id"),
    key("number", Integer()),
    column("called", Id),
    column("element_id", Id),
    Column("due_at", Micros, nullable=True),
    Column("ended_at", Micros, nullable=True),
    column("done", Boolean()),
    Column("by", Id, nullable=True),
    column("role", Id),
    column("returned", Integer()),
    column("turns"),  # see engine.statistics.model.Handled
    Index("ix_handling_instance_id", "instance_id"),
    Index("ix_handling_process_ended_at", "process", "ended_at"),
)

tally: Final = clustered(
    "tally",
    key("process"),
    key("day", Integer()),  # of the office since 1970
    key("digest"),  # of the process
    key("mark"),
    key("called"),
    key("name"),
    column("marks", Integer()),  # how many rows of `passage`
)

OF_CASES: Final = (followed, passage, handling)
FOLLOWING: Final = (*OF_CASES, tally)
