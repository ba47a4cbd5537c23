"""Messages and signals: who waits for a signal, what is kept, what starts a case by itself."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0003"
down_revision: Final = "0002"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Tell signals from messages among what is awaited, and create the three tables."""
    kind = sa.Column("kind", ID, nullable=False, server_default="message")
    op.add_column("subscription", kind)
    since = sa.Column("since", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("subscription", since)
    _create_message()
    _create_starts()


def _create_message() -> None:
    op.create_table(
        "message",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("name", ID, nullable=False),
        sa.Column("correlation_key", ID, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("published_by", ID, nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("status", ID, nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("instance_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_message_expires_at_id",
        "message",
        ["expires_at", "id"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _create_starts() -> None:
    op.create_table(
        "start_trigger",
        sa.Column("process", ID, nullable=False),
        sa.Column("element_id", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("name", ID, nullable=False),
        sa.PrimaryKeyConstraint(
            "process", "element_id", "kind", "name", name=op.f("pk_start_trigger")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_start_trigger_kind_name", "start_trigger", ["kind", "name"])
    op.create_table(
        "start_timer",
        sa.Column("process", ID, nullable=False),
        sa.Column("element_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("process", "element_id", "number", name=op.f("pk_start_timer")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_start_timer_due_at", "start_timer", ["due_at"])


def downgrade() -> None:
    """History is never dropped by a migration."""
    raise NotImplementedError("Expected to go forward only: kept messages would be forgotten")
