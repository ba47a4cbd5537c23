"""What the inbox is filtered and counted by stands in the inbox itself; filters are shared."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from engine.store.searching import grams

revision: Final = "0007"
down_revision: Final = "0006"

ID: Final = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_FILL: Final = """
UPDATE inbox SET
    instance_id = (SELECT w.instance_id FROM work_item w WHERE w.id = inbox.work_item_id),
    priority = (SELECT w.priority FROM work_item w WHERE w.id = inbox.work_item_id),
    alone = NOT EXISTS (
        SELECT 1 FROM inbox o
        WHERE o.work_item_id = inbox.work_item_id AND o.principal <> inbox.principal
    ),
    process = (
        SELECT p.process FROM work_item w JOIN process_instance p ON p.id = w.instance_id
        WHERE w.id = inbox.work_item_id
    ),
    initiator = (
        SELECT p.initiator FROM work_item w JOIN process_instance p ON p.id = w.instance_id
        WHERE w.id = inbox.work_item_id
    ),
    department = (
        SELECT p.department FROM work_item w JOIN process_instance p ON p.id = w.instance_id
        WHERE w.id = inbox.work_item_id
    )
"""


def upgrade() -> None:
    """Add the columns and fill them from the work items and cases."""
    for name in ("instance_id", "process", "initiator", "department"):
        added: sa.Column[str] = sa.Column(name, ID, nullable=False, server_default="")
        op.add_column("inbox", added)
    alone: sa.Column[bool] = sa.Column(
        "alone", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("inbox", alone)
    priority: sa.Column[int] = sa.Column(
        "priority", sa.Integer(), nullable=False, server_default="0"
    )
    op.add_column("inbox", priority)
    op.execute(sa.text(_FILL))
    op.drop_index("ix_inbox_work_item_id", "inbox")
    name = "ix_inbox_instance_id_work_item_id"
    op.create_index(name, "inbox", ["instance_id", "work_item_id"])
    op.drop_index("ix_inbox_principal_due_at_work_item_id", "inbox")
    counted = ["principal", "due_at", "work_item_id", "alone", "assigned", "excluded"]
    op.create_index("ix_inbox_due", "inbox", counted)
    name = "ix_process_instance_process_started_at_id"
    op.create_index(name, "process_instance", ["process", "started_at", "id"])
    _find_numbers_faster()
    _share_filters()


def _find_numbers_faster() -> None:
    """Texts have more words than before by which they are found."""
    connection = op.get_bind()
    kept = sa.table(
        "search_text",
        sa.column("id", sa.BigInteger()),
        sa.column("text", sa.Text()),
        sa.column("grams", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")),
    )
    for number, text in connection.execute(sa.select(kept.c.id, kept.c.text)).fetchall():
        change = sa.update(kept).where(kept.c.id == number)
        connection.execute(change.values(grams=grams(text)))
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("INSERT INTO search_fts (search_fts) VALUES ('rebuild')"))


def _share_filters() -> None:
    """No release has kept a filter yet."""
    op.drop_column("saved_filter", "shared_with")
    op.create_table(
        "filter_share",
        sa.Column("principal", ID, nullable=False),
        sa.Column("filter_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("principal", "filter_id", name=op.f("pk_filter_share")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_filter_share_filter_id", "filter_share", ["filter_id"])


def downgrade() -> None:
    """People's own arrangements are never dropped by a migration."""
    raise NotImplementedError("Expected to go forward only: saved filters would be forgotten")
