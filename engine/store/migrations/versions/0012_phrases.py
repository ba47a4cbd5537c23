"""The phrases that people often write in opinions."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0012"
down_revision: Final = "0011"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "phrase",
        sa.Column("login", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("login", "place", name=op.f("pk_phrase")),
    )


def downgrade() -> None:
    """What people have written is not thrown away."""
    raise NotImplementedError("Expected to go forward only: phrases would be lost")
