"""Personal tokens, owners of uploads, readings of cases, logins from outside, idle sessions."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0004"
down_revision: Final = "0003"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
SERIAL: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the five tables, and end the sessions of the release before: they had no idle end."""
    op.execute("DELETE FROM session")
    seen = sa.Column("seen_at", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("session", seen)
    roles = sa.Column("roles", sa.Text(), nullable=False, server_default="[]")
    op.add_column("session", roles)
    _create_api_token()
    _create_upload()
    _create_case_reading()
    _create_login()


def _create_api_token() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", ID, nullable=False),
        sa.Column("login", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(op.f("ix_api_token_login"), "api_token", ["login"])


def _create_upload() -> None:
    op.create_table(
        "upload",
        sa.Column("digest", ID, nullable=False),
        sa.Column("owner", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "owner", name=op.f("pk_upload")),
    )


def _create_case_reading() -> None:
    op.create_table(
        "case_reading",
        sa.Column("id", SERIAL, autoincrement=True, nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("login", ID, nullable=False),
        sa.Column("what", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reading")),
    )
    name = op.f("ix_case_reading_instance_id_login")
    op.create_index(name, "case_reading", ["instance_id", "login"])
    if op.get_bind().dialect.name == "postgresql":
        _keep_on_postgres()
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER case_reading_refuses_{action.lower()} BEFORE {action} "
            f"ON case_reading BEGIN SELECT RAISE(ABORT, 'case_reading is append-only'); END"
        )


def _keep_on_postgres() -> None:
    op.execute(
        "CREATE FUNCTION case_reading_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'case_reading is append-only'; END $$"
    )
    for action, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER case_reading_refuses_{action.split()[0].lower()} BEFORE {action} "
            f"ON case_reading FOR EACH {each} EXECUTE FUNCTION case_reading_is_append_only()"
        )


def _create_login() -> None:
    op.create_table(
        "login_flow",
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_login_flow")),
    )
    op.create_index(op.f("ix_login_flow_expires_at"), "login_flow", ["expires_at"])
    op.create_table(
        "newcomer",
        sa.Column("issuer", ID, nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("login", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_newcomer")),
    )


def downgrade() -> None:
    """Readings are history: they are never dropped by a migration."""
    raise NotImplementedError("Expected to go forward only: readings of cases are history")
