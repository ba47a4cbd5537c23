"""Where control was and who had work in hand, by case: filled from the log afterwards."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0022"
down_revision: Final = "0021"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables; they stay empty until somebody asks, or the worker comes by."""
    _table("followed", ("instance_id",), _column("version", sa.Integer()))
    _table(
        "passage",
        ("process", "came_at", "instance_id", "number"),
        *(_column(name, ID) for name in ("mark", "called", "name")),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("ix_passage_instance_id", "passage", ["instance_id"])
    _table(
        "handling",
        ("process", "created_at", "instance_id", "number"),
        *(_column(name, ID) for name in ("called", "element_id")),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in ("due_at", "ended_at")),
        _column("done", sa.Boolean()),
        sa.Column("by", ID, nullable=True),
        _column("role", ID),
        _column("returned", sa.Integer()),
        _column("turns", sa.Text()),
    )
    op.create_index("ix_handling_instance_id", "handling", ["instance_id"])
    op.create_index("ix_handling_process_ended_at", "handling", ["process", "ended_at"])
    _table(
        "tally",
        ("process", "day", "digest", "mark", "called", "name"),
        _column("marks", sa.Integer()),
    )


def _table(name: str, key: tuple[str, ...], *rest: sa.Column[Any]) -> None:
    kinds = {
        "number": sa.Integer(),
        "day": sa.Integer(),
        "came_at": sa.BigInteger(),
        "created_at": sa.BigInteger(),
    }
    op.create_table(
        name,
        *(_column(part, kinds.get(part, ID)) for part in key),
        *rest,
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )


def _column(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def downgrade() -> None:
    """Drop what can be made anew from the log."""
    for name in ("tally", "handling", "passage", "followed"):
        op.drop_table(name)
