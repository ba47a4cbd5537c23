"""The tables of notifications: who was told what, what is sent, how far the log is read."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, UniqueConstraint, text

from engine.store.columns import Id, Micros, Serial, clustered, column, key, metadata

notification: Final = Table(
    "notification",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=True),
    column("id", Id),
    column("login", Id),
    column("kind", Id),
    column("instance_id", Id),
    column("work_item_id", Id),
    column("at", Micros),
    column("about"),
    Column("read_at", Micros, nullable=True),
    UniqueConstraint("id"),
    Index("ix_notification_login_number", "login", "number"),
    Index(
        "ix_notification_unread",
        "login",
        "number",
        sqlite_where=text("read_at IS NULL"),
        postgresql_where=text("read_at IS NULL"),
    ),
    Index(
        "ix_notification_unread_work_item_id",
        "work_item_id",
        sqlite_where=text("read_at IS NULL"),
        postgresql_where=text("read_at IS NULL"),
    ),
)

notification_cursor: Final = Table(
    "notification_cursor",
    metadata,
    Column("name", Id, primary_key=True, nullable=False),
    column("seq", BigInteger()),
)
"""One row: the log is told up to this number."""

notification_watch: Final = clustered(
    "notification_watch",
    key("work_item_id"),
    column("due_at", Micros),
    Index("ix_notification_watch_due_at", "due_at"),
)
"""Open work whose due time nobody has been told of yet."""

follow_up_watch: Final = clustered(
    "follow_up_watch",
    key("work_item_id"),
    column("due_at", Micros),
    Index("ix_follow_up_watch_due_at", "due_at"),
)
"""Open work that was put off, until whoever put it off is told that the time has come."""

delivery: Final = Table(
    "delivery",
    metadata,
    Column("id", Id, primary_key=True, nullable=False),
    column("notification_id", Id),
    column("login", Id),
    column("channel", Id),
    column("batch", Id),
    Column("due_at", Micros, nullable=True),
    column("attempts", Integer()),
    column("state", Id),
    column("taken_by", Id),
    Column("done_at", Micros, nullable=True),
    column("error"),
    Index(
        "ix_delivery_due_at",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    Index("ix_delivery_batch", "batch"),
    Index("ix_delivery_state_done_at", "state", "done_at"),
)

notification_preference: Final = Table(
    "notification_preference",
    metadata,
    Column("login", Id, primary_key=True, nullable=False),
    Column("body", Text(), nullable=False),
)
