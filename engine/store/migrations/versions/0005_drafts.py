"""Drafts of forms, kept for the person who is typing."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0005"
down_revision: Final = "0004"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "draft",
        sa.Column("login", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("login", "kind", "subject", name=op.f("pk_draft")),
    )


def downgrade() -> None:
    """What people have typed is not thrown away."""
    raise NotImplementedError("Expected to go forward only: drafts would be lost")
