"""Rows of the tables, by column name, -> the frozen views that readers get."""

from __future__ import annotations

from typing import Any, Final, Protocol

import orjson

from engine.core.values import from_plain
from engine.store.projections import from_micros
from engine.views import (
    DefinitionView,
    DueJob,
    DueTimer,
    Head,
    IncidentView,
    InstanceView,
    KeptMessage,
    LogRow,
    RegisterLine,
    Seal,
    StartTimer,
    StartTrigger,
    Subscription,
    WorkItemView,
)

HASH_SIZE: Final = 32


class Row(Protocol):
    """Values by column name, of a database or of memory."""

    def __getitem__(self, key: str, /) -> Any: ...


def _texts(stored: str) -> tuple[str, ...]:
    return () if stored == "[]" else tuple(orjson.loads(stored))


def _time(stored: int | None) -> Any:
    return None if stored is None else from_micros(stored)


def fields_of(stored: str) -> dict[str, Any]:
    """Fields of stored canonical JSON text."""
    values: dict[str, Any] = from_plain(orjson.loads(stored))
    return values


def log_row(values: tuple[Any, ...]) -> LogRow:
    """A log row of the columns in the order of `statements.ROW`."""
    instance_id, version, row_type, body, digest, command_id, seq = values
    return LogRow(
        instance_id=instance_id,
        version=version,
        type=row_type,
        body=body,
        hash=digest,
        command_id=command_id,
        seq=seq,
    )


def work_item_view(row: Row) -> WorkItemView:
    """A work item with what its case's row and model say."""
    return WorkItemView(
        id=row["id"],
        instance_id=row["instance_id"],
        process=row["process"],
        case_process=row["case_process"],
        case_process_name=row["case_process_name"] or row["case_process"],
        case_process_name_en=row["case_process_name_en"] or "",
        title=row["title"],
        initiator=row["initiator"],
        initiator_name=row["initiator_name"],
        element_id=row["element_id"],
        name=row["name"],
        name_en=row["name_en"],
        form_id=row["form_id"],
        state=row["state"],
        assignee=row["assignee"],
        candidates=_texts(row["candidates"]),  # type: ignore[arg-type] # stored principals
        excluded=_texts(row["excluded"]),  # type: ignore[arg-type] # stored logins
        created_at=from_micros(row["created_at"]),
        due_at=_time(row["due_at"]),
        priority=row["priority"],
        follow_up_at=_follow_up(row),
        ended_at=_time(row["ended_at"]),
        ended_by=row["ended_by"],
        reason_zh=row["reason_zh"],
        reason_en=row["reason_en"],
        number=row["number"],
        summary=row["summary"],
        department=row["department"],
    )


def _follow_up(row: Row) -> Any:
    """The date of who has the open work item; those of others say nothing."""
    if row["ended_at"] is not None or row["follow_up_by"] != row["assignee"]:
        return None
    return _time(row["follow_up_at"])


def instance_view(row: Row) -> InstanceView:
    """A case with the names of its model."""
    return InstanceView(
        id=row["id"],
        process=row["process"],
        process_name=row["process_name"] or row["process"],
        process_name_en=row["process_name_en"] or "",
        process_digest=row["process_digest"],
        title=row["title"],
        business_key=row["business_key"],
        status=row["status"],
        initiator=row["initiator"],
        initiator_name=row["initiator_name"],
        started_at=from_micros(row["started_at"]),
        ended_at=_time(row["ended_at"]),
        end_events=_texts(row["end_events"]),
        version=row["version"],
        open_incidents=row["open_incidents"],
        number=row["number"],
        summary=row["summary"],
        department=row["department"],
    )


def incident_view(row: Row) -> IncidentView:
    """An incident with its case's process and title."""
    return IncidentView(
        id=row["id"],
        instance_id=row["instance_id"],
        process=row["process"],
        title=row["title"],
        element_id=row["element_id"],
        kind=row["kind"],
        zh=row["zh"],
        en=row["en"],
        raised_at=from_micros(row["raised_at"]),
        resolved_at=_time(row["resolved_at"]),
        resolved_by=row["resolved_by"],
    )


def register_line(row: Row) -> RegisterLine:
    """A line of a register."""
    return RegisterLine(
        register=row["register"],
        key=row["key"],
        version=row["version"],
        data=fields_of(row["data"]),
        instance_id=row["instance_id"],
    )


def due_timer(row: Row) -> DueTimer:
    """A timer."""
    return DueTimer(id=row["id"], instance_id=row["instance_id"], due_at=from_micros(row["due_at"]))


def due_job(row: Row) -> DueJob:
    """A job."""
    return DueJob(
        id=row["id"],
        instance_id=row["instance_id"],
        kind=row["kind"],
        name=row["name"],
        element_id=row["element_id"],
        inputs=fields_of(row["inputs"]),
        correlation_key=row["correlation_key"],
        due_at=from_micros(row["due_at"]),
        attempt=row["attempt"],
    )


def subscription(row: Row) -> Subscription:
    """A case that waits for a message."""
    return Subscription(
        id=row["id"],
        instance_id=row["instance_id"],
        message=row["message"],
        correlation_key=row["correlation_key"],
        kind=row["kind"],
        since=from_micros(row["since"]),
    )


def start_trigger(row: Row) -> StartTrigger:
    """What starts a case."""
    return StartTrigger(
        process=row["process"], element_id=row["element_id"], kind=row["kind"], name=row["name"]
    )


def start_timer(row: Row) -> StartTimer:
    """When a case starts next by itself."""
    return StartTimer(
        process=row["process"],
        version=row["version"],
        element_id=row["element_id"],
        number=row["number"],
        occurrence=row["occurrence"],
        due_at=from_micros(row["due_at"]),
        left=row["left"],
        rule=row["rule"],
    )


def kept_message(row: Row) -> KeptMessage:
    """A message or signal from outside."""
    return KeptMessage(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        correlation_key=row["correlation_key"],
        data=fields_of(row["data"]),
        published_by=row["published_by"],
        published_at=from_micros(row["published_at"]),
        expires_at=from_micros(row["expires_at"]),
        status=row["status"],
        version=row["version"],
        ended_at=_time(row["ended_at"]),
        instance_id=row["instance_id"],
    )


def definition_view(row: Row) -> DefinitionView:
    """One version of a process with what its file says."""
    return DefinitionView(
        key=row["key"],
        version=row["version"],
        digest=row["digest"],
        name=row["name"],
        name_en=row["name_en"],
        family=row["family"],
        deployed_at=from_micros(row["deployed_at"]),
        deployed_by=row["deployed_by"],
        deployment_id=row["deployment_id"],
        placeholder=bool(row["placeholder"]),
        start_form_id=row["start_form_id"],
        startable_by=_texts(row["startable_by"]),
        clauses=_texts(row["clauses"]),
    )


def head(row: Row) -> Head:
    """Where an instance's chain ends."""
    return Head(instance_id=row["id"], version=row["version"], hash=row["head"])


def seal(row: Row) -> Seal:
    """The Merkle log at one size."""
    peaks = row["peaks"]
    return Seal(
        size=row["size"],
        previous=row["previous"],
        last_seq=row["last_seq"],
        root=row["root"],
        peaks=tuple(peaks[at : at + HASH_SIZE] for at in range(0, len(peaks), HASH_SIZE)),
    )
