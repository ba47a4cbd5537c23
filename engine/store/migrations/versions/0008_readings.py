"""Readings of cases in the log: a table that is made anew from it."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0008"
down_revision: Final = "0007"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table; what was read before stays in `case_reading`, which nobody can change."""
    op.create_table(
        "reading",
        sa.Column("id", ID, nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("login", ID, nullable=False),
        sa.Column("what", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reading_instance_id_login", "reading", ["instance_id", "login"])


def downgrade() -> None:
    """Readings are history: they are never dropped by a migration."""
    raise NotImplementedError("Expected to go forward only: readings of cases are history")
