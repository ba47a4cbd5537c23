"""The streams of the log that belong to no case, from messages to readings; and shared rows.

What cases and streams change together (register lines, kept messages) follows the commit order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from engine.codec import decode_event
from engine.core import events as ev
from engine.core.people import SYSTEM
from engine.store.operations import Operation
from engine.store.projections import (
    message_taken,
    micros,
    plain_text,
    register_operation,
    texts,
)
from engine.store.sharing_projections import counted
from engine.views import LAPSED, MARKED, REVIEWED, LogRow, start_name

NEVER: Final = micros(datetime(9999, 12, 31, tzinfo=UTC))
"""When what occurred for a start is given up by itself."""

QUARANTINE: Final = "quarantine"
"""The kind of the row of a case that the worker leaves alone."""

CLAUSE: Final = "clause"
"""The kind of the row of an element that cites an edited clause."""

STREAM_COMMANDS: Final = frozenset(
    {
        "Command:PublishMessage",
        "Command:BroadcastSignal",
        "Command:ChangeOrganisation",
        "Command:NoteStartTrigger",
        "Command:NoteConditionLapsed",
        "Command:QuarantineInstance",
        "Command:NameSubstitute",
        "Command:RecordAbsence",
        "Command:RecordReading",
        "Command:MarkClause",
    }
)
"""The first row of every such stream."""


def _published(event: ev.MessagePublished, row: LogRow) -> Operation:
    return Operation(
        "message.add",
        (
            row.instance_id, row.version, row.hash, "message", event.message,
            event.correlation_key, plain_text(event.data), event.by, micros(event.at),
            micros(event.expires_at), "open", None, None,
        ),
    )  # fmt: skip


def _broadcast(event: ev.SignalBroadcast, row: LogRow) -> Operation:
    at = micros(event.at)
    return Operation(
        "message.add",
        (
            row.instance_id, row.version, row.hash, "signal", event.signal, "",
            plain_text(event.data), event.by, at, at, "open", None, None,
        ),
    )  # fmt: skip


def _organisation(event: ev.OrganisationChanged, row: LogRow) -> Operation:
    """Its place in the table keeps the head of its chain; done with as soon as it is recorded."""
    at = micros(event.at)
    data = plain_text({"entries": event.entries, "reason": event.reason})
    return Operation(
        "message.add",
        (
            row.instance_id, row.version, row.hash, "organisation", event.leaver,
            event.successor, data, event.by, at, micros(event.effective_from), "recorded",
            at, None,
        ),
    )  # fmt: skip


def _quarantined(event: ev.InstanceQuarantined, row: LogRow) -> Operation:
    at = micros(event.at)
    data = plain_text({"fault": event.fault, "command_id": event.command_id})
    return Operation(
        "message.add",
        (
            row.instance_id, row.version, row.hash, QUARANTINE, event.command, "", data,
            SYSTEM.id, at, NEVER, "open", None, event.case,
        ),
    )  # fmt: skip


def _occurred(event: ev.StartTriggerOccurred, row: LogRow) -> Operation:
    return _of_start((event, row), (event.correlation_key, plain_text(event.data), event.by), None)


def _lapsed(event: ev.StartConditionLapsed, row: LogRow) -> Operation:
    return _of_start((event, row), ("", "{}", SYSTEM.id), micros(event.at))


def _of_start(
    found: tuple[ev.StartTriggerOccurred | ev.StartConditionLapsed, LogRow],
    brought: tuple[str, str, str],
    ended: int | None,
) -> Operation:
    """Open until a case takes it; that a condition lapsed is over when it is recorded."""
    event, row = found
    key, data, by = brought
    name = start_name(event.process, event.element_id, event.part)
    return Operation(
        "message.add",
        (
            row.instance_id, row.version, row.hash, "start", name, key, data, by,
            micros(event.at), NEVER, "open" if ended is None else LAPSED, ended, None,
        ),
    )  # fmt: skip


def _substitution(event: ev.SubstituteNamed, row: LogRow) -> tuple[Operation, ...]:
    begins_at, ends_at, at = map(micros, (event.begins_at, event.ends_at, event.at))
    kept = (
        row.instance_id, event.person, event.substitute, begins_at, ends_at,
        texts(event.processes), event.by, at, None, None,
    )  # fmt: skip
    return _head("substitution", row, event.by, at), Operation("substitution.add", kept)


def _substitution_ended(event: ev.SubstitutionEnded, row: LogRow) -> tuple[Operation, ...]:
    at = micros(event.at)
    moved = (row.version, row.hash, "ended", at, row.instance_id, "recorded")
    ended = Operation("substitution.end", (event.by, at, row.instance_id))
    return Operation("message.end", moved), ended


def _absence(event: ev.AbsenceRecorded, row: LogRow) -> tuple[Operation, ...]:
    begins_at, ends_at, at = map(micros, (event.begins_at, event.ends_at, event.at))
    kept = (
        row.instance_id, event.person, begins_at, ends_at, event.reason, event.by, at, None, None,
    )  # fmt: skip
    return _head("absence", row, event.by, at), Operation("absence.add", kept)


def _absence_ended(event: ev.AbsenceEnded, row: LogRow) -> tuple[Operation, ...]:
    at = micros(event.at)
    moved = (row.version, row.hash, "ended", at, row.instance_id, "recorded")
    return Operation("message.end", moved), Operation(
        "absence.end", (event.by, at, row.instance_id)
    )


def _reading(event: ev.CaseRead, row: LogRow) -> tuple[Operation, ...]:
    at = micros(event.at)
    kept = (row.instance_id, event.case, event.by, event.what, at)
    return _head("reading", row, event.by, at), Operation("reading.add", kept)


def _clause_marked(event: ev.ClauseMarked, row: LogRow) -> Operation:
    """Never open to the worker, for which it is nothing to do: its status tells whether it is."""
    at = micros(event.at)
    data = plain_text(
        {
            "element": event.element,
            "places": list(event.places),
            "before": event.before,
            "after": event.after,
        }
    )
    return Operation(
        "message.add",
        (
            row.instance_id, row.version, row.hash, CLAUSE, event.clause, event.process, data,
            event.by, at, at, MARKED, at, None,
        ),
    )  # fmt: skip


def _clause_reviewed(event: ev.ClauseReviewed, row: LogRow) -> Operation:
    values = (row.version, row.hash, REVIEWED, micros(event.at), row.instance_id, MARKED)
    return Operation("message.end", values)


def _head(kind: str, row: LogRow, by: str, at: int) -> Operation:
    """A stream's place in the table of messages, which keeps the head of its chain."""
    values = (
        row.instance_id, row.version, row.hash, kind, "", "", "{}", by, at, at, "recorded", at,
        None,
    )  # fmt: skip
    return Operation("message.add", values)


_Ending = ev.MessageExpired | ev.SignalDelivered | ev.StartTriggerDropped | ev.QuarantineLifted


def _ended(status: str) -> Callable[[Any, LogRow], Operation]:
    def end(event: _Ending, row: LogRow) -> Operation:
        at = micros(event.at)
        values = (row.version, row.hash, status, at, row.instance_id, "open")
        return Operation("message.end", values)

    return end


def _taken(event: ev.MessageCorrelated, row: LogRow) -> Operation:
    return message_taken(event, row.instance_id)


def _line(event: ev.RegisterEntryWritten, row: LogRow) -> Operation:
    return register_operation(event, row.instance_id)


def _counted(event: ev.CaseDescribed, row: LogRow) -> Operation | tuple[Operation, ...]:
    return counted(event) if event.counter else ()


_SHARED: Final[Mapping[str, Callable[[Any, LogRow], Operation | tuple[Operation, ...]]]] = {
    ev.MessagePublished.__name__: _published,
    ev.SignalBroadcast.__name__: _broadcast,
    ev.OrganisationChanged.__name__: _organisation,
    ev.SubstituteNamed.__name__: _substitution,
    ev.SubstitutionEnded.__name__: _substitution_ended,
    ev.AbsenceRecorded.__name__: _absence,
    ev.AbsenceEnded.__name__: _absence_ended,
    ev.CaseRead.__name__: _reading,
    ev.MessageExpired.__name__: _ended("expired"),
    ev.SignalDelivered.__name__: _ended("delivered"),
    ev.StartTriggerOccurred.__name__: _occurred,
    ev.StartConditionLapsed.__name__: _lapsed,
    ev.StartTriggerDropped.__name__: _ended("dropped"),
    ev.InstanceQuarantined.__name__: _quarantined,
    ev.QuarantineLifted.__name__: _ended("lifted"),
    ev.ClauseMarked.__name__: _clause_marked,
    ev.ClauseReviewed.__name__: _clause_reviewed,
    ev.MessageCorrelated.__name__: _taken,
    ev.RegisterEntryWritten.__name__: _line,
    ev.CaseDescribed.__name__: _counted,
}

SHARED_ROWS: Final = tuple(_SHARED)
"""Types of the rows whose operations a rebuild carries out in commit order."""


def shared_operations(row: LogRow) -> tuple[Operation, ...]:
    """What a row of one of these types does, in order."""
    found = _SHARED[row.type](decode_event(row.type, row.body), row)
    return (found,) if isinstance(found, Operation) else found
