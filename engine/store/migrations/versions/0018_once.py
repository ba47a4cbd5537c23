"""Passwords that an administrator gave, to be changed at the first login."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0018"
down_revision: Final = "0017"


def upgrade() -> None:
    """Every password is the person's own."""
    op.add_column("credential", sa.Column("once_until", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """A password that is to be changed would open everything."""
    raise NotImplementedError("Expected to go forward only: one-time passwords would be lasting")
