"""When the worker has to look at a work item next: reminders, escalation and timeout."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0013"
down_revision: Final = "0012"

_WAITING: Final = sa.text("deadline_at IS NOT NULL AND ended_at IS NULL")


def upgrade() -> None:
    """Work of before has no deadlines."""
    op.add_column("work_item", sa.Column("deadline_at", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_work_item_deadline_at",
        "work_item",
        ["deadline_at", "id"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def downgrade() -> None:
    """A column of a projection: nothing is lost that is not in the log."""
    raise NotImplementedError("Expected to go forward only")
