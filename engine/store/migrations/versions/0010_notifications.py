"""Notifications: who was told what, what is sent outside, and how far the log is read."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0010"
down_revision: Final = "0009"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
SERIAL: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UNREAD: Final = sa.text("read_at IS NULL")
_WAITING: Final = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Create the tables. What was in the log before is told to nobody any more."""
    _create_notification()
    _create_delivery()
    op.create_table(
        "notification_cursor",
        sa.Column("name", ID, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_notification_cursor")),
    )
    op.create_table(
        "notification_watch",
        sa.Column("work_item_id", ID, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("work_item_id", name=op.f("pk_notification_watch")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_notification_watch_due_at", "notification_watch", ["due_at"])
    op.create_table(
        "notification_preference",
        sa.Column("login", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_notification_preference")),
    )
    op.execute(
        "INSERT INTO notification_cursor (name, seq) SELECT 'log', MAX(seq) FROM log"
        " HAVING MAX(seq) IS NOT NULL"
    )


def _create_notification() -> None:
    op.create_table(
        "notification",
        sa.Column("number", SERIAL, autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("login", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("work_item_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notification")),
        sa.UniqueConstraint("id", name=op.f("uq_notification_id")),
    )
    op.create_index("ix_notification_login_number", "notification", ["login", "number"])
    for name, columns in (
        ("ix_notification_unread", ["login", "number"]),
        ("ix_notification_unread_work_item_id", ["work_item_id"]),
    ):
        op.create_index(
            name, "notification", columns, sqlite_where=_UNREAD, postgresql_where=_UNREAD
        )


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", ID, nullable=False),
        sa.Column("notification_id", ID, nullable=False),
        sa.Column("login", ID, nullable=False),
        sa.Column("channel", ID, nullable=False),
        sa.Column("batch", ID, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("state", ID, nullable=False),
        sa.Column("taken_by", ID, nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index(
        "ix_delivery_due_at",
        "delivery",
        ["due_at"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index("ix_delivery_batch", "delivery", ["batch"])
    op.create_index("ix_delivery_state_done_at", "delivery", ["state", "done_at"])


def downgrade() -> None:
    """Who was told what is not thrown away."""
    raise NotImplementedError("Expected to go forward only: notifications would be lost")
