"""Case numbers, summaries, searchable values and text, copies, substitutions, saved filters."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from engine.store.searching import found_by

revision: Final = "0006"
down_revision: Final = "0005"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_FULL_TEXT: Final = (
    "CREATE VIRTUAL TABLE search_fts USING fts5"
    "(grams, content='search_text', content_rowid='id', detail=none, columnsize=0)",
    "CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN "
    "INSERT INTO search_fts (rowid, grams) VALUES (new.id, new.grams); END",
    "CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN "
    "INSERT INTO search_fts (search_fts, rowid, grams) VALUES ('delete', old.id, old.grams); END",
)


def upgrade() -> None:
    """Add the columns and tables, and on SQLite the full-text index with its triggers."""
    for name, kind in (("number", sa.Text()), ("summary", sa.Text()), ("department", ID)):
        added: sa.Column[str] = sa.Column(name, kind, nullable=False, server_default="")
        op.add_column("process_instance", added)
    op.add_column("process_model", sa.Column("task_names", sa.Text(), nullable=True))
    _create_projections()
    _create_search()
    _create_own()
    _have_found()


def _have_found() -> None:
    """What older releases have written is found by its title and business key."""
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT id, title, business_key FROM process_instance"))
    add = sa.table(
        "search_text",
        sa.column("id", sa.BigInteger()),
        sa.column("instance_id", sa.Text()),
        sa.column("kind", sa.Text()),
        sa.column("text", sa.Text()),
        sa.column("grams", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")),
    )
    names = ("id", "instance_id", "kind", "text", "grams")
    for number, title, key in found.fetchall():
        text = "\n".join(one for one in (title, key) if one)
        values = found_by(number, "case", "", text).values
        connection.execute(sa.insert(add).values(dict(zip(names, values, strict=True))))


def _create_projections() -> None:
    op.create_table(
        "case_value",
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("name", ID, nullable=False),
        sa.Column("value", ID, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "name", name=op.f("pk_case_value")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_case_value_name_value_instance_id", "case_value", ["name", "value", "instance_id"]
    )
    op.create_table(
        "copy",
        sa.Column("login", ID, nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("login", "started_at", "instance_id", name=op.f("pk_copy")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_counter",
        sa.Column("counter", ID, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("counter", name=op.f("pk_case_counter")),
        sqlite_with_rowid=False,
    )


def _create_search() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    grams = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")
    op.create_table(
        "search_text",
        sa.Column("id", number, autoincrement=False, nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("grams", grams, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
    )
    op.create_index("ix_search_text_instance_id", "search_text", ["instance_id"])
    op.create_index(
        "ix_search_text_grams",
        "search_text",
        ["grams"],
        postgresql_using="gin",
        sqlite_where=sa.text("0"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in _FULL_TEXT:
            op.execute(sa.text(statement))


def _create_own() -> None:
    """What is no projection: people's own arrangements."""
    op.create_table(
        "substitution",
        sa.Column("id", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("substitute", ID, nullable=False),
        sa.Column("begins_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("processes", sa.Text(), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_by", ID, nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
        sqlite_with_rowid=False,
    )
    for person in ("substitute", "person"):
        name = f"ix_substitution_{person}_ends_at"
        op.create_index(name, "substitution", [person, "ends_at"])
    op.create_table(
        "saved_filter",
        sa.Column("id", ID, nullable=False),
        sa.Column("owner", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("list", ID, nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_saved_filter_owner", "saved_filter", ["owner"])


def downgrade() -> None:
    """People's own arrangements are never dropped by a migration."""
    raise NotImplementedError("Expected to go forward only: substitutions would be forgotten")
