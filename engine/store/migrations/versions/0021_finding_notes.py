"""Notes of auditors on findings."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0021"
down_revision: Final = "0020"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
SERIAL: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table; notes can only be added."""
    op.create_table(
        "finding_note",
        sa.Column("seq", SERIAL, autoincrement=True, nullable=False),
        sa.Column("finding", ID, nullable=False),
        sa.Column("ref", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_finding_note")),
    )
    op.create_index("ix_finding_note_finding_ref_seq", "finding_note", ["finding", "ref", "seq"])
    if op.get_bind().dialect.name == "postgresql":
        _keep_on_postgres()
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER finding_note_refuses_{action.lower()} BEFORE {action} "
            f"ON finding_note BEGIN SELECT RAISE(ABORT, 'finding_note is append-only'); END"
        )


def _keep_on_postgres() -> None:
    op.execute(
        "CREATE FUNCTION finding_note_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'finding_note is append-only'; END $$"
    )
    for action, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER finding_note_refuses_{action.split()[0].lower()} BEFORE {action} "
            f"ON finding_note FOR EACH {each} EXECUTE FUNCTION finding_note_is_append_only()"
        )


def downgrade() -> None:
    """Notes are history: they are never dropped by a migration."""
    raise NotImplementedError("Expected to go forward only: notes on findings are history")
