"""The doors: the login log, where sessions come from, second factors, bound identities."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0011"
down_revision: Final = "0010"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
SERIAL: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables. Sessions that are open stay so; where they began is not known."""
    for name, kind, before in (
        ("address", sa.Text(), ""),
        ("browser", sa.Text(), ""),
        ("proof", ID, "password"),
    ):
        op.add_column("session", sa.Column(name, kind, nullable=False, server_default=before))
    _create_access_entry()
    _keep_access_entry()
    _create_second_factor()
    op.create_table(
        "outside_identity",
        sa.Column("issuer", ID, nullable=False),
        sa.Column("login", ID, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "login", name=op.f("pk_outside_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_outside_identity_issuer_subject")),
    )


def _create_access_entry() -> None:
    op.create_table(
        "access_entry",
        sa.Column("seq", SERIAL, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("login", ID, nullable=False),
        sa.Column("actor", ID, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("keep_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_access_entry")),
    )
    op.create_index("ix_access_entry_login_seq", "access_entry", ["login", "seq"])
    op.create_index("ix_access_entry_kind_seq", "access_entry", ["kind", "seq"])
    op.create_index("ix_access_entry_at", "access_entry", ["at"])
    op.create_index("ix_access_entry_keep_until", "access_entry", ["keep_until"])


def _keep_access_entry() -> None:
    """Refuse every change, and every deletion of what is still to be kept. What time it is, the
    newest entry says: databases of tests stand still."""
    if op.get_bind().dialect.name == "postgresql":
        _keep_on_postgres()
        return
    op.execute(
        "CREATE TRIGGER access_entry_refuses_update BEFORE UPDATE ON access_entry "
        "BEGIN SELECT RAISE(ABORT, 'access_entry is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER access_entry_refuses_delete BEFORE DELETE ON access_entry "
        "WHEN OLD.keep_until > (SELECT MAX(at) FROM access_entry) "
        "BEGIN SELECT RAISE(ABORT, 'access_entry is append-only'); END"
    )


def _keep_on_postgres() -> None:
    op.execute(
        "CREATE FUNCTION access_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'access_entry is append-only'; END $$"
    )
    op.execute(
        "CREATE FUNCTION access_entry_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF OLD.keep_until > (SELECT MAX(at) FROM access_entry) THEN "
        "RAISE EXCEPTION 'access_entry is append-only'; END IF; RETURN OLD; END $$"
    )
    for action, each, function in (
        ("UPDATE", "ROW", "is_append_only"),
        ("DELETE", "ROW", "is_kept"),
        ("TRUNCATE", "STATEMENT", "is_append_only"),
    ):
        op.execute(
            f"CREATE TRIGGER access_entry_refuses_{action.lower()} BEFORE {action} "
            f"ON access_entry FOR EACH {each} EXECUTE FUNCTION access_entry_{function}()"
        )


def _create_second_factor() -> None:
    op.create_table(
        "second_factor",
        sa.Column("login", ID, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("login", ID, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("login", "code_hash", name=op.f("pk_recovery_code")),
    )


def downgrade() -> None:
    """Who came in is not thrown away."""
    raise NotImplementedError("Expected to go forward only: the login log would be lost")
