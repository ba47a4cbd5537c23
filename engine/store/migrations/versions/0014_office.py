"""Follow-up dates of work: of its items and in the inbox."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0014"
down_revision: Final = "0013"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Work of before is looked at as usual."""
    op.add_column("work_item", sa.Column("follow_up_at", sa.BigInteger(), nullable=True))
    added: sa.Column[str] = sa.Column("follow_up_by", ID, nullable=True)
    op.add_column("work_item", added)
    usual: sa.Column[int] = sa.Column(
        "follow_up_at", sa.BigInteger(), nullable=False, server_default="0"
    )
    op.add_column("inbox", usual)


def downgrade() -> None:
    """Columns of projections: nothing is lost that is not in the log."""
    raise NotImplementedError("Expected to go forward only")
