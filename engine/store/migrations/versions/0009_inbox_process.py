"""A person's work of one process is found without a look at the rest."""

from __future__ import annotations

from typing import Final

from alembic import op

revision: Final = "0009"
down_revision: Final = "0008"

COUNTED: Final = ("alone", "assigned", "excluded")


def upgrade() -> None:
    """Add the index."""
    columns = ["principal", "process", "created_at", "work_item_id", *COUNTED]
    op.create_index("ix_inbox_process", "inbox", columns)


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_inbox_process", "inbox")
