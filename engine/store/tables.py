"""The tables: one append-only log, and projections of it that can be made anew at any time.

Times are whole microseconds since 1970 UTC: exact, sortable, and the same in every database.
Lists and fields of projections are canonical JSON text. Ids sort by code point everywhere.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from engine.store.columns import FAR, Id, Micros, Serial, metadata
from engine.store.columns import clustered as _clustered
from engine.store.columns import column as _column
from engine.store.columns import key as _key
from engine.store.worklist_tables import (
    ABOUT_PEOPLE,
    COUNTED,
    case_counter,
    case_value,
    copy,
    filter_share,
    reading,
    saved_filter,
    search_text,
    substitution,
)

log: Final = Table(
    "log",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    _column("instance_id", Id),
    _column("version", Integer()),
    _column("type"),
    Column("command_id", Id, nullable=True),
    _column("body", LargeBinary()),
    _column("hash", LargeBinary()),
    UniqueConstraint("instance_id", "version"),
    Index(
        "uq_log_command_id",
        "command_id",
        unique=True,
        sqlite_where=text("command_id IS NOT NULL"),
        postgresql_where=text("command_id IS NOT NULL"),
    ),
)

refusal: Final = Table(
    "refusal",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    _column("command_id", Id),
    Column("instance_id", Id, nullable=True),
    _column("actor", Id),
    _column("at", Micros),
    _column("type"),
    _column("problem"),
    _column("en"),
)

seal: Final = Table(
    "seal",
    metadata,
    Column("size", BigInteger(), primary_key=True, autoincrement=False),
    _column("previous", BigInteger(), unique=True),
    _column("last_seq", BigInteger()),
    _column("root", LargeBinary()),
    _column("peaks", LargeBinary()),
)

process_instance: Final = _clustered(
    "process_instance",
    _key("id"),
    _column("version", Integer()),
    _column("head", LargeBinary()),
    _column("process", Id),
    _column("process_digest", Id),
    _column("title"),
    Column("business_key", Text(), nullable=True),
    _column("status", Id),
    _column("initiator", Id),
    _column("initiator_name"),
    _column("started_at", Micros),
    Column("ended_at", Micros, nullable=True),
    _column("end_events"),
    _column("open_incidents", Integer()),
    _column("number", server_default=""),
    _column("summary", server_default=""),
    _column("department", Id, server_default=""),
    Index("ix_process_instance_started_at_id", "started_at", "id"),
    Index("ix_process_instance_initiator_started_at_id", "initiator", "started_at", "id"),
    Index("ix_process_instance_process_started_at_id", "process", "started_at", "id"),
)

work_item: Final = _clustered(
    "work_item",
    _key("id"),
    _column("instance_id", Id),
    _column("process", Id),
    _column("element_id", Id),
    _column("name"),
    _column("name_en"),
    _column("form_id", Id),
    _column("state", Id),
    Column("assignee", Id, nullable=True),
    _column("candidates"),
    _column("excluded"),
    _column("created_at", Micros),
    Column("due_at", Micros, nullable=True),
    _column("priority", Integer()),
    Column("ended_at", Micros, nullable=True),
    Column("ended_by", Id, nullable=True),
    _column("reason_zh"),
    _column("reason_en"),
    Index("ix_work_item_instance_id", "instance_id"),
    Index(
        "ix_work_item_ended_by_ended_at_id",
        "ended_by",
        "ended_at",
        "id",
        sqlite_where=text("ended_by IS NOT NULL"),
        postgresql_where=text("ended_by IS NOT NULL"),
    ),
)

inbox: Final = _clustered(
    "inbox",
    _key("principal"),
    _key("created_at", Micros),
    _key("work_item_id"),
    _column("assigned", Boolean()),
    _column("due_at", Micros),
    _column("excluded"),
    # What lists are filtered and counted by, so that they need no other table.
    _column("instance_id", Id, server_default=""),
    _column("alone", Boolean(), server_default=false()),  # the only row of its work item
    _column("process", Id, server_default=""),  # of the case, like the next two
    _column("initiator", Id, server_default=""),
    _column("department", Id, server_default=""),
    _column("priority", Integer(), server_default="0"),
    Index("ix_inbox_instance_id_work_item_id", "instance_id", "work_item_id"),
    Index("ix_inbox_process", "principal", "process", "created_at", "work_item_id", *COUNTED),
    Index("ix_inbox_due", "principal", "due_at", "work_item_id", *COUNTED),
)

participation: Final = _clustered(
    "participation",
    _key("login"),
    _key("started_at", Micros),
    _key("instance_id"),
)

timer: Final = _clustered(
    "timer",
    _key("id"),
    _column("instance_id", Id),
    _column("due_at", Micros),
    Index("ix_timer_due_at_id", "due_at", "id"),
)

job: Final = _clustered(
    "job",
    _key("id"),
    _column("instance_id", Id),
    _column("kind", Id),
    _column("name", Id),
    _column("element_id", Id),
    _column("inputs"),
    _column("correlation_key", Id),
    Column("due_at", Micros, nullable=True),
    _column("attempt", Integer()),
    Index(
        "ix_job_due_at_id",
        "due_at",
        "id",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
)

subscription: Final = _clustered(
    "subscription",
    _key("id"),
    _column("instance_id", Id),
    _column("message", Id),  # or the signal's name, by kind
    _column("correlation_key", Id),
    _column("kind", Id, server_default="message"),
    _column("since", Micros, server_default="0"),
    Index("ix_subscription_message_correlation_key_id", "message", "correlation_key", "id"),
)

message: Final = _clustered(
    "message",
    _key("id"),
    _column("version", Integer()),
    _column("head", LargeBinary()),
    _column("kind", Id),
    _column("name", Id),
    _column("correlation_key", Id),
    _column("data"),
    _column("published_by", Id),
    _column("published_at", Micros),
    _column("expires_at", Micros),
    _column("status", Id),
    Column("ended_at", Micros, nullable=True),
    Column("instance_id", Id, nullable=True),
    Index(
        "ix_message_expires_at_id",
        "expires_at",
        "id",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

start_trigger: Final = _clustered(
    "start_trigger",
    _key("process"),
    _key("element_id"),
    _key("kind"),
    _key("name"),
    Index("ix_start_trigger_kind_name", "kind", "name"),
)

start_timer: Final = _clustered(
    "start_timer",
    _key("process"),
    _key("element_id"),
    _key("number", Integer()),
    _column("version", Integer()),
    _column("occurrence", Integer()),
    _column("due_at", Micros),
    _column("left", Integer()),
    _column("rule"),
    Index("ix_start_timer_due_at", "due_at"),
)

incident: Final = _clustered(
    "incident",
    _key("id"),
    _column("instance_id", Id),
    _column("element_id", Id),
    _column("kind", Id),
    _column("zh"),
    _column("en"),
    _column("raised_at", Micros),
    Column("resolved_at", Micros, nullable=True),
    Column("resolved_by", Id, nullable=True),
    Index("ix_incident_instance_id", "instance_id"),
    Index(
        "ix_incident_raised_at_id",
        "raised_at",
        "id",
        sqlite_where=text("resolved_at IS NULL"),
        postgresql_where=text("resolved_at IS NULL"),
    ),
)

register_line: Final = _clustered(
    "register_line",
    _key("register"),
    _key("key"),
    _column("version", Integer()),
    _column("data"),
    _column("instance_id", Id),
)

snapshot: Final = Table(
    "snapshot",
    metadata,
    _key("instance_id"),
    _column("version", Integer()),
    _column("key", Id),
    _column("body", LargeBinary()),
)

artifact: Final = Table(
    "artifact",
    metadata,
    _key("digest"),
    _column("kind", Id),
    _column("name"),
    _column("content", LargeBinary()),
)

deployment: Final = Table(
    "deployment",
    metadata,
    _key("id"),
    _column("at", Micros),
    _column("by", Id),
)

process_model: Final = _clustered(
    "process_model",
    _key("key"),
    _key("digest"),
    _column("name"),
    _column("name_en"),
    _column("family"),
    _column("placeholder", Boolean()),
    Column("start_form_id", Id, nullable=True),
    _column("startable_by"),
    _column("clauses"),
    Column("task_names", Text(), nullable=True),  # null in what an older release deployed
)

process_definition: Final = _clustered(
    "process_definition",
    _key("key"),
    _key("version", Integer()),
    _column("digest", Id),
    _column("deployed_at", Micros),
    _column("deployed_by", Id),
    _column("deployment_id", Id),
)

resource: Final = _clustered(
    "resource",
    _key("kind"),
    _key("name"),
    _key("version", Integer()),
    _column("digest", Id),
    _column("deployment_id", Id),
)

APPEND_ONLY: Final = ("log", "refusal", "seal", "case_reading", "studio_record", "finding_note")
"""Tables whose rows triggers keep from being changed or deleted."""

PROJECTIONS: Final = (
    process_instance,
    work_item,
    inbox,
    participation,
    timer,
    job,
    subscription,
    message,
    incident,
    register_line,
    case_value,
    copy,
    case_counter,
    search_text,
    *ABOUT_PEOPLE,
)
"""Tables that `rebuild` makes anew from the log."""

__all__ = [
    "APPEND_ONLY",
    "FAR",
    "PROJECTIONS",
    "Id",
    "Micros",
    "Serial",
    "artifact",
    "case_counter",
    "case_value",
    "copy",
    "deployment",
    "filter_share",
    "inbox",
    "incident",
    "job",
    "log",
    "message",
    "metadata",
    "participation",
    "process_definition",
    "process_instance",
    "process_model",
    "reading",
    "refusal",
    "register_line",
    "resource",
    "saved_filter",
    "seal",
    "search_text",
    "snapshot",
    "start_timer",
    "start_trigger",
    "subscription",
    "substitution",
    "timer",
    "work_item",
]
