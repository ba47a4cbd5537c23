"""Absences of people."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0017"
down_revision: Final = "0016"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Nobody is away."""
    op.create_table(
        "absence",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("begins_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_by", ID, nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_absence_ends_at", "absence", ["ends_at"])
    op.create_index("ix_absence_person_ends_at", "absence", ["person", "ends_at"])


def downgrade() -> None:
    """What people have told is never dropped by a migration."""
    raise NotImplementedError("Expected to go forward only: absences would be forgotten")
