"""The processes that people start most, by their own choice."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0020"
down_revision: Final = "0019"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "favourite",
        sa.Column("login", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("process", ID, nullable=False),
        sa.PrimaryKeyConstraint("login", "place", name=op.f("pk_favourite")),
    )


def downgrade() -> None:
    """What people have chosen is not thrown away."""
    raise NotImplementedError("Expected to go forward only: favourites would be lost")
