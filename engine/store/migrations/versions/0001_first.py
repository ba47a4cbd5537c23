"""The first schema: the log, its projections, the catalogue, and what keeps history unchanged."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0001"
down_revision: Final = None

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
SERIAL: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create everything."""
    _create_log()
    _create_refusal()
    _create_seal()
    _create_process_instance()
    _create_participation()
    _create_register_line()
    _create_snapshot()
    _create_work_item()
    _create_inbox()
    _create_timer()
    _create_job()
    _create_subscription()
    _create_incident()
    _create_artifact()
    _create_deployment()
    _create_process_model()
    _create_process_definition()
    _create_resource()
    for table in ("log", "refusal", "seal"):
        _keep(table)


def downgrade() -> None:
    """History is never dropped by a migration."""
    raise NotImplementedError("Expected to go forward only: the first schema holds the log")


def _keep(table: str) -> None:
    """Refuse to change or delete rows of a table."""
    if op.get_bind().dialect.name == "postgresql":
        _keep_on_postgres(table)
        return
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{action.lower()} BEFORE {action} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _keep_on_postgres(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    for action, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{action.split()[0].lower()} BEFORE {action} "
            f"ON {table} FOR EACH {each} EXECUTE FUNCTION {table}_is_append_only()"
        )


def _create_log() -> None:
    op.create_table(
        "log",
        sa.Column("seq", SERIAL, autoincrement=True, nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("command_id", ID, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log")),
        sa.UniqueConstraint("instance_id", "version", name=op.f("uq_log_instance_id_version")),
    )
    op.create_index(
        "uq_log_command_id",
        "log",
        ["command_id"],
        unique=True,
        sqlite_where=sa.text("command_id IS NOT NULL"),
        postgresql_where=sa.text("command_id IS NOT NULL"),
    )


def _create_refusal() -> None:
    op.create_table(
        "refusal",
        sa.Column("seq", SERIAL, autoincrement=True, nullable=False),
        sa.Column("command_id", ID, nullable=False),
        sa.Column("instance_id", ID, nullable=True),
        sa.Column("actor", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_refusal")),
    )


def _create_seal() -> None:
    op.create_table(
        "seal",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_seal")),
        sa.UniqueConstraint("previous", name=op.f("uq_seal_previous")),
    )


def _create_process_instance() -> None:
    op.create_table(
        "process_instance",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("process", ID, nullable=False),
        sa.Column("process_digest", ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("business_key", sa.Text(), nullable=True),
        sa.Column("status", ID, nullable=False),
        sa.Column("initiator", ID, nullable=False),
        sa.Column("initiator_name", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("end_events", sa.Text(), nullable=False),
        sa.Column("open_incidents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_instance")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_process_instance_initiator_started_at_id",
        "process_instance",
        ["initiator", "started_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_process_instance_started_at_id", "process_instance", ["started_at", "id"], unique=False
    )


def _create_participation() -> None:
    op.create_table(
        "participation",
        sa.Column("login", ID, nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.PrimaryKeyConstraint(
            "login", "started_at", "instance_id", name=op.f("pk_participation")
        ),
        sqlite_with_rowid=False,
    )


def _create_register_line() -> None:
    op.create_table(
        "register_line",
        sa.Column("register", ID, nullable=False),
        sa.Column("key", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("register", "key", name=op.f("pk_register_line")),
        sqlite_with_rowid=False,
    )


def _create_snapshot() -> None:
    op.create_table(
        "snapshot",
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", ID, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_snapshot")),
    )


def _create_work_item() -> None:
    op.create_table(
        "work_item",
        sa.Column("id", ID, nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("process", ID, nullable=False),
        sa.Column("element_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("form_id", ID, nullable=False),
        sa.Column("state", ID, nullable=False),
        sa.Column("assignee", ID, nullable=True),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("excluded", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", ID, nullable=True),
        sa.Column("reason_zh", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_work_item_ended_by_ended_at_id",
        "work_item",
        ["ended_by", "ended_at", "id"],
        unique=False,
        sqlite_where=sa.text("ended_by IS NOT NULL"),
        postgresql_where=sa.text("ended_by IS NOT NULL"),
    )
    op.create_index("ix_work_item_instance_id", "work_item", ["instance_id"], unique=False)


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("principal", ID, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("work_item_id", ID, nullable=False),
        sa.Column("assigned", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("excluded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("principal", "created_at", "work_item_id", name=op.f("pk_inbox")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_inbox_principal_due_at_work_item_id",
        "inbox",
        ["principal", "due_at", "work_item_id"],
        unique=False,
    )
    op.create_index("ix_inbox_work_item_id", "inbox", ["work_item_id"], unique=False)


def _create_timer() -> None:
    op.create_table(
        "timer",
        sa.Column("id", ID, nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_timer_due_at_id", "timer", ["due_at", "id"], unique=False)


def _create_job() -> None:
    op.create_table(
        "job",
        sa.Column("id", ID, nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("name", ID, nullable=False),
        sa.Column("element_id", ID, nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("correlation_key", ID, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_job_due_at_id",
        "job",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )


def _create_subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", ID, nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("message", ID, nullable=False),
        sa.Column("correlation_key", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_subscription_message_correlation_key_id",
        "subscription",
        ["message", "correlation_key", "id"],
        unique=False,
    )


def _create_incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", ID, nullable=False),
        sa.Column("instance_id", ID, nullable=False),
        sa.Column("element_id", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column("resolved_by", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_incident_instance_id", "incident", ["instance_id"], unique=False)
    op.create_index(
        "ix_incident_raised_at_id",
        "incident",
        ["raised_at", "id"],
        unique=False,
        sqlite_where=sa.text("resolved_at IS NULL"),
        postgresql_where=sa.text("resolved_at IS NULL"),
    )


def _create_artifact() -> None:
    op.create_table(
        "artifact",
        sa.Column("digest", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_artifact")),
    )


def _create_deployment() -> None:
    op.create_table(
        "deployment",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
    )


def _create_process_model() -> None:
    op.create_table(
        "process_model",
        sa.Column("key", ID, nullable=False),
        sa.Column("digest", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("placeholder", sa.Boolean(), nullable=False),
        sa.Column("start_form_id", ID, nullable=True),
        sa.Column("startable_by", sa.Text(), nullable=False),
        sa.Column("clauses", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "digest", name=op.f("pk_process_model")),
        sqlite_with_rowid=False,
    )


def _create_process_definition() -> None:
    op.create_table(
        "process_definition",
        sa.Column("key", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", ID, nullable=False),
        sa.Column("deployed_at", sa.BigInteger(), nullable=False),
        sa.Column("deployed_by", ID, nullable=False),
        sa.Column("deployment_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("key", "version", name=op.f("pk_process_definition")),
        sqlite_with_rowid=False,
    )


def _create_resource() -> None:
    op.create_table(
        "resource",
        sa.Column("kind", ID, nullable=False),
        sa.Column("name", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", ID, nullable=False),
        sa.Column("deployment_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", "version", name=op.f("pk_resource")),
        sqlite_with_rowid=False,
    )
