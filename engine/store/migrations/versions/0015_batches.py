"""Operations on many cases: what was previewed, and what has become of each item."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0015"
down_revision: Final = "0014"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "batch",
        sa.Column("id", ID, nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("digest", ID, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", ID, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "batch_item",
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("title",)),
        sa.Column("element_id", ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("where_zh", "where_en")),
        sa.Column("status", ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("said_zh", "said_en")),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("batch_id", "number", name=op.f("pk_batch_item")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """What operators have done is not thrown away."""
    raise NotImplementedError("Expected to go forward only: batches would be lost")
