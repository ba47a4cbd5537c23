"""Work that was put off, to be told of at its time."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0019"
down_revision: Final = "0018"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """What is put off already is told of too."""
    watch = op.create_table(
        "follow_up_watch",
        sa.Column("work_item_id", ID, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("work_item_id", name=op.f("pk_follow_up_watch")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_follow_up_watch_due_at", "follow_up_watch", ["due_at"])
    names = ("id", "follow_up_at", "ended_at")
    item = sa.table("work_item", *(sa.column(name) for name in names))
    put_off = sa.select(item.c.id, item.c.follow_up_at).where(
        item.c.follow_up_at.is_not(None), item.c.ended_at.is_(None)
    )
    op.execute(sa.insert(watch).from_select(["work_item_id", "due_at"], put_off))


def downgrade() -> None:
    """Nothing that was asked for is forgotten by a migration."""
    raise NotImplementedError("Expected to go forward only: follow-up dates would not be told")
