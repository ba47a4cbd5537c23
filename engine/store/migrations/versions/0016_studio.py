"""Drafts of processes in the studio, and the records of their reviews and publications."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0016"
down_revision: Final = "0015"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
SERIAL: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the three tables; records can only be added."""
    op.create_table(
        "studio_draft",
        sa.Column("key", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", ID, nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("review", ID, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_studio_draft")),
    )
    op.create_table(
        "studio_file",
        sa.Column("key", ID, nullable=False),
        sa.Column("name", ID, nullable=False),
        sa.Column("base", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "name", name=op.f("pk_studio_file")),
    )
    _create_record()


def _create_record() -> None:
    op.create_table(
        "studio_record",
        sa.Column("seq", SERIAL, autoincrement=True, nullable=False),
        sa.Column("key", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("act", ID, nullable=False),
        sa.Column("digest", ID, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_studio_record")),
    )
    op.create_index("ix_studio_record_key_seq", "studio_record", ["key", "seq"])
    if op.get_bind().dialect.name == "postgresql":
        _keep_on_postgres()
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER studio_record_refuses_{action.lower()} BEFORE {action} "
            f"ON studio_record BEGIN SELECT RAISE(ABORT, 'studio_record is append-only'); END"
        )


def _keep_on_postgres() -> None:
    op.execute(
        "CREATE FUNCTION studio_record_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'studio_record is append-only'; END $$"
    )
    for action, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER studio_record_refuses_{action.split()[0].lower()} BEFORE {action} "
            f"ON studio_record FOR EACH {each} EXECUTE FUNCTION studio_record_is_append_only()"
        )


def downgrade() -> None:
    """Records are history: they are never dropped by a migration."""
    raise NotImplementedError("Expected to go forward only: records of the studio are history")
